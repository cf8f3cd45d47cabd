# The dialogue is active and dormant.
#
# Violation · dialogue/rabat-process · dg:hasStatus
#   Keep one status: active or dormant.
#   Gardez un seul statut : actif ou en sommeil.

INSERT DATA {
    dialogue:rabat-process dg:hasStatus status:dormant .
}
