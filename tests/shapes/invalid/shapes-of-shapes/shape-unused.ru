# No shape uses the property shape.
#
# Violation · https://example.org/shapes#event-end · (^sh:property | sh:targetClass | sh:targetNode | sh:targetObjectsOf | sh:targetSubjectsOf)
#   This shape never runs: give it a target, or use it in the shape of a class.
#   Cette forme n’est jamais appliquée : donnez-lui une cible ou utilisez-la dans la forme d’une classe.

DELETE DATA {
    <https://example.org/shapes#Event> sh:property <https://example.org/shapes#event-end> .
}
