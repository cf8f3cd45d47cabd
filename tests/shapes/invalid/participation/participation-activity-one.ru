# One participation is in two meetings, the other in none.
#
# Violation · participation/nowhere · dg:takesPartIn
#   Give exactly one meeting or activity that the partner took part in: two of them make two participations.
#   Indiquez une seule réunion ou activité à laquelle le partenaire a pris part : deux d’entre elles font deux participations.
# Violation · participation/ws-2019-abuja-nga-host · dg:takesPartIn
#   Give exactly one meeting or activity that the partner took part in: two of them make two participations.
#   Indiquez une seule réunion ou activité à laquelle le partenaire a pris part : deux d’entre elles font deux participations.

INSERT DATA {
    participation:ws-2019-abuja-nga-host dg:takesPartIn activity:tm-2021-labour-migration .
    participation:nowhere a dg:Participation ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:hasPartner country:mar ;
        dg:hasRole role:host ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
