# The prefix stands for nothing.
#
# Violation · https://example.org/shapes#dg · (sh:prefix | sh:namespace)
#   Give the prefix and the address that it stands for.
#   Donnez le préfixe et l’adresse qu’il abrège.

INSERT DATA {
    <https://example.org/shapes> sh:declare <https://example.org/shapes#dg> .
    <https://example.org/shapes#dg> sh:prefix "dg" .
}
