# The parent organisation is not in the graph.
#
# Violation · project/thamm · org:subOrganizationOf
#   The parent organisation is not a known partner: check its identifier, or add it.
#   L’organisation mère n’est pas un partenaire connu : vérifiez son identifiant ou ajoutez-la.

INSERT DATA {
    project:thamm org:subOrganizationOf organisation:enabel .
}
