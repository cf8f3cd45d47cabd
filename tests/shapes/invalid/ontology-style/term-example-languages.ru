# The example has no language.
#
# Violation · https://w3id.org/dialograph/ontology#takesPartIn · skos:example
#   Mark the example with its language: en or fr.
#   Indiquez la langue de l’exemple : fr ou en.

INSERT DATA {
    dg:takesPartIn skos:example "Nigeria" .
}
