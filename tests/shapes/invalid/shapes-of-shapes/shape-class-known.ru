# The class does not exist.
#
# Violation · https://example.org/shapes#Event · (sh:class | sh:targetClass)
#   This class is not declared in the ontology: check its spelling, or declare it.
#   Cette classe n’est pas déclarée dans l’ontologie : vérifiez son orthographe ou déclarez-la.

INSERT DATA {
    <https://example.org/shapes#Event> sh:targetClass schema:Evnt .
}
