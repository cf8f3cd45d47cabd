# The definition is a bare noun.
#
# Violation · https://w3id.org/dialograph/ontology#Meeting · skos:definition
#   Write the definition as a full sentence: a capital letter, a verb and a full stop.
#   Rédigez la définition sous forme de phrase complète : majuscule, verbe et point final.

DELETE DATA {
    dg:Meeting skos:definition "A meeting is an activity for which people gather."@en .
} ;
INSERT DATA {
    dg:Meeting skos:definition "a gathering"@en .
}
