# The count is negative, and also text.
#
# Violation · https://example.org/shapes#event-mode · (sh:maxCount | sh:minCount | sh:qualifiedMaxCount | sh:qualifiedMinCount)
#   Write the count as a whole number, zero or more.
#   Écrivez le nombre sous forme d’entier, zéro ou plus.

DELETE DATA {
    <https://example.org/shapes#event-mode> sh:minCount 1 .
} ;
INSERT DATA {
    <https://example.org/shapes#event-mode> sh:minCount -1 ; sh:maxCount "one" .
}
