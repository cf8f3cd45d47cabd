# The severity does not exist.
#
# Violation · https://example.org/shapes#event-mode · sh:severity
#   This severity is not known: choose sh:Violation, sh:Warning or sh:Info.
#   Cette gravité est inconnue : choisissez sh:Violation, sh:Warning ou sh:Info.

DELETE DATA {
    <https://example.org/shapes#event-mode> sh:severity sh:Warning .
} ;
INSERT DATA {
    <https://example.org/shapes#event-mode> sh:severity sh:Error .
}
