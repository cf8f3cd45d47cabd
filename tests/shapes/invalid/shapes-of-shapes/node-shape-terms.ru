# A count stands on the shape of a class.
#
# Violation · https://example.org/shapes#Event · (sh:path | sh:minCount | sh:maxCount | sh:uniqueLang | sh:lessThan | sh:lessThanOrEquals | sh:qualifiedValueShape)
#   Paths and counts are for property shapes: move this term to a property shape.
#   Les chemins et les nombres sont réservés aux formes de propriété : déplacez ce terme vers l’une d’elles.

INSERT DATA {
    <https://example.org/shapes#Event> sh:minCount 1 .
}
