# The meeting is a document.
#
# Violation · participation/ws-2019-abuja-nga-host · dg:takesPartIn
#   The meeting or activity that the partner took part in is not known: check its identifier, or add it.
#   La réunion ou l’activité à laquelle le partenaire a pris part est inconnue : vérifiez son identifiant ou ajoutez-la.

DELETE DATA {
    participation:ws-2019-abuja-nga-host dg:takesPartIn activity:ws-2019-abuja .
} ;
INSERT DATA {
    participation:ws-2019-abuja-nga-host dg:takesPartIn document:remittances-recommendations-2019 .
}
