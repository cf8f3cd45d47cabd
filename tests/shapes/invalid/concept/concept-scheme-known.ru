# The list does not exist.
#
# Violation · theme/x · skos:inScheme
#   The framework or list is not known: check its identifier, or add it.
#   Le cadre ou la liste est inconnu : vérifiez son identifiant ou ajoutez-le.

INSERT DATA {
    theme:x a skos:Concept ;
        skos:prefLabel "x"@en , "x"@fr ;
        skos:inScheme scheme:topics ;
        skos:topConceptOf scheme:topics ;
        skos:notation "x" ;
        skos:definition "This is one of the terms of our lists."@en , "Ceci est un des termes de nos listes."@fr ;
        rdfs:isDefinedBy <https://w3id.org/dialograph/ontology> .
}
