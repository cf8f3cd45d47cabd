# One quote has no language, another two.
#
# Violation · evidence/rabat-gcm-b12 · dcterms:language
#   Say in which language the quote is, exactly one.
#   Indiquez la langue de la citation, une seule.
# Violation · evidence/second · dcterms:language
#   Say in which language the quote is, exactly one.
#   Indiquez la langue de la citation, une seule.

DELETE DATA {
    evidence:rabat-gcm-b12 dcterms:language lang:FRA .
} ;
INSERT DATA {
    evidence:second a dg:Evidence , oa:SpecificResource ;
        skos:prefLabel "Second quote"@en , "Seconde citation"@fr ;
        oa:hasSource document:remittances-recommendations-2019 ;
        oa:hasSelector <https://w3id.org/dialograph/id/evidence/second#quote> ;
        dcterms:language lang:FRA , lang:ENG ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
    <https://w3id.org/dialograph/id/evidence/second#quote> a oa:TextQuoteSelector ;
        oa:exact "Recueil" .
}
