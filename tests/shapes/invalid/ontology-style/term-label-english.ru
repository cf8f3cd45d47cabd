# One class has no English label, the property two.
#
# Violation · https://w3id.org/dialograph/ontology#Meeting · (rdfs:label | skos:prefLabel)
#   Give the term exactly one English label.
#   Donnez au terme un seul libellé anglais.
# Violation · https://w3id.org/dialograph/ontology#takesPartIn · (rdfs:label | skos:prefLabel)
#   Give the term exactly one English label.
#   Donnez au terme un seul libellé anglais.

DELETE DATA {
    dg:Meeting rdfs:label "Meeting"@en .
} ;
INSERT DATA {
    dg:takesPartIn rdfs:label "participates in"@en .
}
