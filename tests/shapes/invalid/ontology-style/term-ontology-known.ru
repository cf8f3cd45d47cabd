# The class is defined in another ontology.
#
# Violation · https://w3id.org/dialograph/ontology#Meeting · rdfs:isDefinedBy
#   The ontology in which this term is defined is not known: check its address.
#   L’ontologie dans laquelle ce terme est défini est inconnue : vérifiez son adresse.

INSERT DATA {
    dg:Meeting rdfs:isDefinedBy <https://w3id.org/dialograph/ontology/0.1.0> .
}
