# The quote is not named after its evidence.
#
# Violation · evidence/rabat-gcm-b15-text
#   Name the quote after its evidence, followed by #quote.
#   Nommez la citation d’après sa preuve, suivie de #quote.

INSERT DATA {
    evidence:rabat-gcm-b15 a dg:Evidence , oa:SpecificResource ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        oa:hasSource document:remittances-recommendations-2019 ;
        oa:hasSelector evidence:rabat-gcm-b15-text ;
        dcterms:language lang:FRA ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
    evidence:rabat-gcm-b15-text a oa:TextQuoteSelector ; oa:exact "Recueil" .
}
