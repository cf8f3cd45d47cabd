# Two partners share one participation, nobody holds the other.
#
# Violation · participation/nobody · dg:hasPartner
#   Give exactly one partner who took part: two partners make two participations.
#   Indiquez un seul partenaire qui a pris part : deux partenaires font deux participations.
# Violation · participation/ws-2019-abuja-nga-host · dg:hasPartner
#   Give exactly one partner who took part: two partners make two participations.
#   Indiquez un seul partenaire qui a pris part : deux partenaires font deux participations.

INSERT DATA {
    participation:ws-2019-abuja-nga-host dg:hasPartner country:mar .
    participation:nobody a dg:Participation ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:takesPartIn activity:ws-2019-abuja ;
        dg:hasRole role:host ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
