# One ontology has no address of its version; another has two, one of them without number.
#
# Violation · https://example.org/ontology · owl:versionIRI
#   Give exactly one address of this version, ending with its number, such as …/ontology/0.1.0.
#   Donnez une seule adresse pour cette version, terminée par son numéro, par exemple …/ontology/0.1.0.
# Violation · https://example.org/ontology · owl:versionInfo
#   The version number differs from the end of the version’s address: make the two agree.
#   Le numéro de version diffère de la fin de l’adresse de la version : faites-les concorder.
# Violation · https://w3id.org/dialograph/ontology · owl:versionIRI
#   Give exactly one address of this version, ending with its number, such as …/ontology/0.1.0.
#   Donnez une seule adresse pour cette version, terminée par son numéro, par exemple …/ontology/0.1.0.

DELETE DATA {
    <https://w3id.org/dialograph/ontology> owl:versionIRI <https://w3id.org/dialograph/ontology/0.1.0> .
} ;
INSERT DATA {
    <https://example.org/ontology> a owl:Ontology ;
        owl:versionIRI <https://example.org/ontology/1.0.0> , <https://example.org/ontology/latest/1.0.0/> ;
        owl:versionInfo "1.0.0" ;
        dcterms:title "Another"@en , "Une autre"@fr ;
        dcterms:description "It is short."@en , "Elle est courte."@fr ;
        skos:changeNote "First release."@en ;
        dcterms:creator "dialograph contributors" ;
        dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
}
