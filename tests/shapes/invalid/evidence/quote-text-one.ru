# One quote has two texts, the other none.
#
# Violation · evidence/rabat-gcm-b12#quote · oa:exact
#   Give the exact text of the quote, once.
#   Donnez une seule fois le texte exact de la citation.
# Violation · evidence/rabat-gcm-b16#quote · oa:exact
#   Give the exact text of the quote, once.
#   Donnez une seule fois le texte exact de la citation.

INSERT DATA {
    <https://w3id.org/dialograph/id/evidence/rabat-gcm-b12#quote> oa:exact "un atelier" .
    evidence:rabat-gcm-b16 a dg:Evidence , oa:SpecificResource ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        oa:hasSource document:remittances-recommendations-2019 ;
        oa:hasSelector <https://w3id.org/dialograph/id/evidence/rabat-gcm-b16#quote> ;
        dcterms:language lang:FRA ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
    <https://w3id.org/dialograph/id/evidence/rabat-gcm-b16#quote> a oa:TextQuoteSelector .
}
