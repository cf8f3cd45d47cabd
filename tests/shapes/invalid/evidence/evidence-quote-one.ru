# One piece of evidence has no quote, another two.
#
# Violation · evidence/none · oa:hasSelector
#   Give exactly one quote: two quotes make two pieces of evidence.
#   Donnez une seule citation : deux citations font deux preuves.
# Violation · evidence/second · oa:hasSelector
#   Give exactly one quote: two quotes make two pieces of evidence.
#   Donnez une seule citation : deux citations font deux preuves.

INSERT DATA {
    evidence:second a dg:Evidence , oa:SpecificResource ;
        skos:prefLabel "Second quote"@en , "Seconde citation"@fr ;
        oa:hasSource document:remittances-recommendations-2019 ;
        oa:hasSelector <https://w3id.org/dialograph/id/evidence/second#quote> , <https://w3id.org/dialograph/id/evidence/third#quote> ;
        dcterms:language lang:FRA ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
    <https://w3id.org/dialograph/id/evidence/second#quote> a oa:TextQuoteSelector ;
        oa:exact "Recueil" .
    <https://w3id.org/dialograph/id/evidence/third#quote> a oa:TextQuoteSelector ;
        oa:exact "Recueil" .
    evidence:none a dg:Evidence , oa:SpecificResource ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        oa:hasSource document:remittances-recommendations-2019 ;
        dcterms:language lang:FRA ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
