# The document quoted is a web page.
#
# Violation · evidence/rabat-gcm-b12 · oa:hasSource
#   The document quoted is not known: check its identifier, or add the document.
#   Le document cité est inconnu : vérifiez son identifiant ou ajoutez le document.

DELETE DATA {
    evidence:rabat-gcm-b12 oa:hasSource document:remittances-recommendations-2019 .
} ;
INSERT DATA {
    evidence:rabat-gcm-b12 oa:hasSource <https://www.rabat-process.org> .
}
