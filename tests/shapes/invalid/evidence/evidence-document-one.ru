# Nothing says which document one quote is from; another is from two.
#
# Violation · evidence/rabat-gcm-b12 · oa:hasSource
#   Say which document is quoted, exactly one.
#   Dites quel document est cité, un seul.
# Violation · evidence/second · oa:hasSource
#   Say which document is quoted, exactly one.
#   Dites quel document est cité, un seul.

DELETE DATA {
    evidence:rabat-gcm-b12 oa:hasSource document:remittances-recommendations-2019 .
} ;
INSERT DATA {
    evidence:second a dg:Evidence , oa:SpecificResource ;
        skos:prefLabel "Second quote"@en , "Seconde citation"@fr ;
        oa:hasSource document:remittances-recommendations-2019 , document:guide ;
        oa:hasSelector <https://w3id.org/dialograph/id/evidence/second#quote> ;
        dcterms:language lang:FRA ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
    <https://w3id.org/dialograph/id/evidence/second#quote> a oa:TextQuoteSelector ;
        oa:exact "Recueil" .
    document:guide a dg:Document ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:editorialTitle "Example"@en , "Exemple"@fr ;
        dcterms:type document-type:recommendations ;
        dcterms:issued "2019"^^xsd:gYear ;
        dcterms:language lang:FRA ;
        foaf:page <https://www.rabat-process.org/en> ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
