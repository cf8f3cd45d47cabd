# The term is neither class nor property.
#
# Violation · https://w3id.org/dialograph/ontology#Tour · rdf:type
#   Say whether this term is a class, a property or a concept.
#   Dites si ce terme est une classe, une propriété ou un concept.

INSERT DATA {
    dg:Tour rdfs:label "Tour"@en , "Tournée"@fr ;
        skos:definition "This is one of the terms of our lists."@en , "Ceci est un des termes de nos listes."@fr ;
        rdfs:isDefinedBy <https://w3id.org/dialograph/ontology> .
}
