# The milestone belongs to no framework; another belongs to two.
#
# Violation · milestone/imrf-2022 · schema:about
#   Say which framework the milestone belongs to, exactly one.
#   Dites de quel cadre relève le jalon, un seul.
# Violation · milestone/two · schema:about
#   Say which framework the milestone belongs to, exactly one.
#   Dites de quel cadre relève le jalon, un seul.

DELETE DATA {
    milestone:imrf-2022 schema:about framework:gcm .
} ;
INSERT DATA {
    milestone:two a dg:Milestone ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dcterms:type milestone-type:forum ;
        schema:startDate "2026"^^xsd:gYear ;
        schema:about framework:gcm , framework:map ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
