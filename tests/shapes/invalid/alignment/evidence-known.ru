# The evidence is a document.
#
# Violation · alignment/ws-2019-abuja-map-d1 · dg:hasEvidence
#   The evidence is not a known quote: check its identifier, or add the quote.
#   La preuve n’est pas une citation connue : vérifiez son identifiant ou ajoutez la citation.

INSERT DATA {
    alignment:ws-2019-abuja-map-d1 dg:hasEvidence document:remittances-recommendations-2019 .
}
