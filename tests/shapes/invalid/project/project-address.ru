# The identifier holds an underscore.
#
# Violation · project/i_map
#   End the identifier of the project with project/ and a short name in lower-case letters, digits and single hyphens, such as project/thamm.
#   Terminez l’identifiant du projet par project/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple project/thamm.

INSERT DATA {
    project:i_map a dg:Project ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dcterms:type partner-type:project ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
