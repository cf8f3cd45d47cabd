# One class has no French label, the property two.
#
# Violation · https://w3id.org/dialograph/ontology#Meeting · (rdfs:label | skos:prefLabel)
#   Give the term exactly one French label.
#   Donnez au terme un seul libellé français.
# Violation · https://w3id.org/dialograph/ontology#takesPartIn · (rdfs:label | skos:prefLabel)
#   Give the term exactly one French label.
#   Donnez au terme un seul libellé français.

DELETE DATA {
    dg:Meeting rdfs:label "Réunion"@fr .
} ;
INSERT DATA {
    dg:takesPartIn rdfs:label "participe à"@fr .
}
