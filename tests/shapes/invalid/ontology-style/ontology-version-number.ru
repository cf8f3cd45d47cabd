# One ontology has no version number, another two.
#
# Violation · https://example.org/ontology · owl:versionInfo
#   Give exactly one version number, such as 0.1.0.
#   Donnez un seul numéro de version, par exemple 0.1.0.
# Violation · https://w3id.org/dialograph/ontology · owl:versionInfo
#   Give exactly one version number, such as 0.1.0.
#   Donnez un seul numéro de version, par exemple 0.1.0.

DELETE DATA {
    <https://w3id.org/dialograph/ontology> owl:versionInfo "0.1.0" .
} ;
INSERT DATA {
    <https://example.org/ontology> a owl:Ontology ;
        owl:versionIRI <https://example.org/ontology/1.0.0> ;
        owl:versionInfo "1.0.0" , "1.0.0"@en ;
        dcterms:title "Another"@en , "Une autre"@fr ;
        dcterms:description "It is short."@en , "Elle est courte."@fr ;
        skos:changeNote "First release."@en ;
        dcterms:creator "dialograph contributors" ;
        dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
}
