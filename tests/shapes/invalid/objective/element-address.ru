# The element has the identifier of an objective.
#
# Violation · objective/map-d2
#   End the identifier of the element with element/ and a short name in lower-case letters, digits and single hyphens, such as element/map-d4; an objective needs the type Objective.
#   Terminez l’identifiant de l’élément par element/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple element/map-d4 ; un objectif doit porter le type Objective.

INSERT DATA {
    objective:map-d2 a skos:Concept ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:editorialTitle "Example"@en , "Exemple"@fr ;
        skos:inScheme framework:map ;
        skos:topConceptOf framework:map ;
        skos:notation "D2" ;
        dg:hasLevel element-level:domain ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
