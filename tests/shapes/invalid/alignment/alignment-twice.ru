# The same alignment stands twice.
#
# Violation · alignment/again
#   Another alignment says the same: keep one, with the sources and evidence of both.
#   Un autre alignement dit la même chose : gardez-en un, avec les sources et les preuves des deux.
# Violation · alignment/ws-2019-abuja-map-d1
#   Another alignment says the same: keep one, with the sources and evidence of both.
#   Un autre alignement dit la même chose : gardez-en un, avec les sources et les preuves des deux.

INSERT DATA {
    alignment:again a dg:Alignment ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:aligns activity:ws-2019-abuja ;
        dg:alignsWith element:map-d1 ;
        dg:hasBasis alignment-basis:reported ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
