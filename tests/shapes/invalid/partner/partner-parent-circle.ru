# Two organisations are part of each other.
#
# Violation · organisation/drc-council · org:subOrganizationOf
#   An organisation cannot be part of itself, even through others: correct the parent organisation.
#   Une organisation ne peut pas faire partie d’elle-même, même indirectement : corrigez l’organisation mère.
# Violation · organisation/mmc · org:subOrganizationOf
#   An organisation cannot be part of itself, even through others: correct the parent organisation.
#   Une organisation ne peut pas faire partie d’elle-même, même indirectement : corrigez l’organisation mère.

INSERT DATA {
    organisation:drc-council org:subOrganizationOf organisation:mmc .
}
