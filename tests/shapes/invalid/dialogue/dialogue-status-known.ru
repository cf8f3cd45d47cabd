# The dialogue has the status of a meeting.
#
# Violation · dialogue/rabat-process · dg:hasStatus
#   Choose the status of the dialogue: active or dormant.
#   Choisissez le statut du dialogue : actif ou en sommeil.

DELETE DATA {
    dialogue:rabat-process dg:hasStatus status:active .
} ;
INSERT DATA {
    dialogue:rabat-process dg:hasStatus status:held .
}
