# The name of the property starts with a capital letter.
#
# Violation · https://w3id.org/dialograph/ontology#Visits
#   Start the name of a property with a small letter and join its words, as in takesPartIn.
#   Commencez le nom d’une propriété par une minuscule et accolez les mots, comme dans takesPartIn.

INSERT DATA {
    dg:Visits a owl:ObjectProperty ;
        rdfs:label "visit"@en , "visite"@fr ;
        skos:example "A visit."@en , "Une visite."@fr ;
        skos:definition "This is one of the terms of our lists."@en , "Ceci est un des termes de nos listes."@fr ;
        rdfs:isDefinedBy <https://w3id.org/dialograph/ontology> .
}
