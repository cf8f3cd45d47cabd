# A field of the prefix is misspelt.
#
# Violation · https://example.org/shapes#dg · sh:namespaces
#   This term is not known in a prefix: keep sh:prefix and sh:namespace.
#   Ce terme est inconnu dans un préfixe : gardez sh:prefix et sh:namespace.

INSERT DATA {
    <https://example.org/shapes> sh:declare <https://example.org/shapes#dg> .
    <https://example.org/shapes#dg> sh:prefix "dg" ;
        sh:namespace "https://w3id.org/dialograph/ontology#" ;
        sh:namespaces "x" .
}
