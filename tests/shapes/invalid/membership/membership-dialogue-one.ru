# One membership is in two dialogues, the other in none.
#
# Violation · membership/rabat-process-mar-dialogue-chair-2015 · org:organization
#   Give exactly one dialogue in which the role is held: two dialogues make two memberships.
#   Indiquez un seul dialogue dans lequel le rôle est tenu : deux dialogues font deux appartenances.
# Violation · membership/rabat-process-nga-reference-country · org:organization
#   Give exactly one dialogue in which the role is held: two dialogues make two memberships.
#   Indiquez un seul dialogue dans lequel le rôle est tenu : deux dialogues font deux appartenances.

DELETE DATA {
    membership:rabat-process-nga-reference-country org:organization dialogue:rabat-process .
} ;
INSERT DATA {
    membership:rabat-process-mar-dialogue-chair-2015 org:organization dialogue:prague-process .
    dialogue:prague-process a dg:Dialogue ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dcterms:type partner-type:dialogue , dialogue-type:interregional-forum ;
        dg:hasStatus status:active ;
        schema:foundingDate "2009"^^xsd:gYear ;
        foaf:homepage <https://www.pragueprocess.eu> ;
        dg:secretariatName "ICMPD"@en , "ICMPD"@fr ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
