# The identifier is that of an objective.
#
# Violation · objective/paris-plan
#   End the identifier of the framework with framework/ and a short name in lower-case letters, digits and single hyphens, such as framework/gcm.
#   Terminez l’identifiant du cadre par framework/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple framework/gcm.

INSERT DATA {
    objective:paris-plan a dg:Framework , skos:ConceptScheme ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:editorialTitle "Example"@en , "Exemple"@fr ;
        schema:startDate "2008"^^xsd:gYear ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
