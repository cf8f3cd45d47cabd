# Nothing says what changed.
#
# Violation · https://w3id.org/dialograph/ontology · skos:changeNote
#   Say what changed in this version.
#   Dites ce qui a changé dans cette version.

DELETE DATA {
    <https://w3id.org/dialograph/ontology> skos:changeNote "First release."@en .
}
