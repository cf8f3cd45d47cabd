# One alignment serves two objectives, the other none.
#
# Violation · alignment/aimless · dg:alignsWith
#   Say which objective or element is served, exactly one: two objectives make two alignments.
#   Dites quel objectif ou élément est servi, un seul : deux objectifs font deux alignements.
# Violation · alignment/ws-2019-abuja-map-d1 · dg:alignsWith
#   Say which objective or element is served, exactly one: two objectives make two alignments.
#   Dites quel objectif ou élément est servi, un seul : deux objectifs font deux alignements.

INSERT DATA {
    alignment:ws-2019-abuja-map-d1 dg:alignsWith objective:map-o1 .
    activity:ws-2019-abuja dg:contributesTo objective:map-o1 .
    alignment:aimless a dg:Alignment ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:aligns activity:tm-2021-labour-migration ;
        dg:hasBasis alignment-basis:reported ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
