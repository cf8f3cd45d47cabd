# The identifier is that of an element.
#
# Violation · element/gcm-o21
#   End the identifier of the objective with objective/ and a short name in lower-case letters, digits and single hyphens, such as objective/gcm-o9.
#   Terminez l’identifiant de l’objectif par objective/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple objective/gcm-o9.

INSERT DATA {
    element:gcm-o21 a dg:Objective , skos:Concept ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:editorialTitle "Example"@en , "Exemple"@fr ;
        skos:inScheme framework:gcm ;
        skos:topConceptOf framework:gcm ;
        skos:notation "21" ;
        dg:hasLevel element-level:objective ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
