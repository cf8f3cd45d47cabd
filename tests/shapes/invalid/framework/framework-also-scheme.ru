# The framework is no concept scheme to other tools.
#
# Violation · framework/gcm · rdf:type
#   Give the framework the second type ConceptScheme, so that other tools understand it.
#   Donnez aussi au cadre le type ConceptScheme, pour que d’autres outils le comprennent.

DELETE DATA {
    framework:gcm a skos:ConceptScheme .
}
