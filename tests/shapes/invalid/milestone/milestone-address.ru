# The identifier has a capital letter.
#
# Violation · milestone/IMRF-2026
#   End the identifier of the milestone with milestone/ and a short name in lower-case letters, digits and single hyphens, such as milestone/imrf-2022.
#   Terminez l’identifiant du jalon par milestone/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple milestone/imrf-2022.

INSERT DATA {
    milestone:IMRF-2026 a dg:Milestone ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dcterms:type milestone-type:forum ;
        schema:startDate "2026"^^xsd:gYear ;
        schema:about framework:gcm ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
