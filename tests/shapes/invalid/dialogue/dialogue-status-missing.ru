# The status is missing.
#
# Info · dialogue/rabat-process · dg:hasStatus
#   Say whether the dialogue is active or dormant.
#   Dites si le dialogue est actif ou en sommeil.

DELETE DATA {
    dialogue:rabat-process dg:hasStatus status:active .
}
