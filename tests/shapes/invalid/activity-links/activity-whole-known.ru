# The workshop is part of a document.
#
# Violation · activity/ws-2020-migdev · dcterms:isPartOf
#   The larger meeting or activity that this is part of is not known: check its identifier.
#   La réunion ou l’activité plus large dont celle-ci fait partie est inconnue : vérifiez son identifiant.

INSERT DATA {
    activity:ws-2020-migdev dcterms:isPartOf document:remittances-recommendations-2019 .
}
