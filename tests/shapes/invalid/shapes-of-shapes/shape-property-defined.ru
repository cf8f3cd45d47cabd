# The shape uses two property shapes that nobody defined.
#
# Violation · https://example.org/shapes#Event
#   A property shape that is used must exist under its own name and have the type sh:PropertyShape: check its spelling, or define it.
#   Une forme de propriété utilisée doit exister sous son propre nom et avoir le type sh:PropertyShape : vérifiez son orthographe ou définissez-la.
# Violation · https://example.org/shapes#event-stat
#   A property shape that is used must exist under its own name and have the type sh:PropertyShape: check its spelling, or define it.
#   Une forme de propriété utilisée doit exister sous son propre nom et avoir le type sh:PropertyShape : vérifiez son orthographe ou définissez-la.

INSERT DATA {
    <https://example.org/shapes#Event> sh:property <https://example.org/shapes#event-stat> , [ sh:path schema:startDate ;
        sh:minCount 1 ] .
}
