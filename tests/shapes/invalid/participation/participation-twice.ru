# The same participation stands twice.
#
# Violation · participation/again
#   Another participation says the same: keep one, with the sources of both.
#   Une autre participation dit la même chose : gardez-en une, avec les sources des deux.
# Violation · participation/ws-2019-abuja-nga-host
#   Another participation says the same: keep one, with the sources of both.
#   Une autre participation dit la même chose : gardez-en une, avec les sources des deux.

INSERT DATA {
    participation:again a dg:Participation ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:hasPartner country:nga ;
        dg:takesPartIn activity:ws-2019-abuja ;
        dg:hasRole role:host ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
