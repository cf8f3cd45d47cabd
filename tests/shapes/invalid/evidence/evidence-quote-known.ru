# The quote is not described.
#
# Violation · evidence/rabat-gcm-b14 · oa:hasSelector
#   The quote is not described: give it the type TextQuoteSelector and its exact text.
#   La citation n’est pas décrite : donnez-lui le type TextQuoteSelector et son texte exact.

INSERT DATA {
    evidence:rabat-gcm-b14 a dg:Evidence , oa:SpecificResource ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        oa:hasSource document:remittances-recommendations-2019 ;
        oa:hasSelector <https://w3id.org/dialograph/id/evidence/rabat-gcm-b14#quote> ;
        dcterms:language lang:FRA ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
