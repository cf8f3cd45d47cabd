# The document comes from a framework.
#
# Violation · document/remittances-recommendations-2019 · dg:documentsActivity
#   The meeting or activity that the document comes from is not known: check its identifier.
#   La réunion ou l’activité dont le document est issu est inconnue : vérifiez son identifiant.

INSERT DATA {
    document:remittances-recommendations-2019 dg:documentsActivity framework:map .
}
