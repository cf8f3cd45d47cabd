# The name of the class starts with a small letter.
#
# Violation · https://w3id.org/dialograph/ontology#studyVisit
#   Start the name of a class with a capital letter and join its words, as in LandingPage.
#   Commencez le nom d’une classe par une majuscule et accolez les mots, comme dans LandingPage.

INSERT DATA {
    dg:studyVisit a owl:Class ;
        rdfs:label "visit"@en , "visite"@fr ;
        skos:example "A visit."@en , "Une visite."@fr ;
        skos:definition "This is one of the terms of our lists."@en , "Ceci est un des termes de nos listes."@fr ;
        rdfs:isDefinedBy <https://w3id.org/dialograph/ontology> .
}
