# One alignment aligns two things, the other nothing.
#
# Violation · alignment/nothing · dg:aligns
#   Say which meeting, activity or document is aligned, exactly one: two of them make two alignments.
#   Dites quelle réunion, quelle activité ou quel document est aligné, un seul : deux d’entre eux font deux alignements.
# Violation · alignment/ws-2019-abuja-map-d1 · dg:aligns
#   Say which meeting, activity or document is aligned, exactly one: two of them make two alignments.
#   Dites quelle réunion, quelle activité ou quel document est aligné, un seul : deux d’entre eux font deux alignements.

INSERT DATA {
    alignment:ws-2019-abuja-map-d1 dg:aligns activity:tm-2021-labour-migration .
    activity:tm-2021-labour-migration dg:contributesTo element:map-d1 .
    alignment:nothing a dg:Alignment ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:alignsWith objective:gcm-o20 ;
        dg:hasBasis alignment-basis:reported ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
