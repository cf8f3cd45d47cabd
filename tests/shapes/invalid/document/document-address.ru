# The identifier ends with a file extension.
#
# Violation · document/guide.pdf
#   End the identifier of the document with document/ and a short name in lower-case letters, digits and single hyphens, such as document/diaspora-compendium-2020.
#   Terminez l’identifiant du document par document/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple document/diaspora-compendium-2020.

INSERT DATA {
    <https://w3id.org/dialograph/id/document/guide.pdf> a dg:Document ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:editorialTitle "Example"@en , "Exemple"@fr ;
        dcterms:type document-type:recommendations ;
        dcterms:issued "2019"^^xsd:gYear ;
        dcterms:language lang:FRA ;
        foaf:page <https://www.rabat-process.org/en> ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
