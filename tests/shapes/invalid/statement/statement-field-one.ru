# One statement gives no field, the other two.
#
# Violation · statement/gcm-o20-map-d1 · rdf:predicate
#   Say which field the statement gives (its predicate), exactly once.
#   Dites une seule fois quel champ l’énoncé renseigne (son prédicat).
# Violation · statement/no-field · rdf:predicate
#   Say which field the statement gives (its predicate), exactly once.
#   Dites une seule fois quel champ l’énoncé renseigne (son prédicat).

INSERT DATA {
    statement:no-field a dg:Statement ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        rdf:subject dialogue:rabat-process ;
        rdf:object 59 ;
        dg:hasBasis alignment-basis:reported ;
        dg:hasRank rank:alternative ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
    statement:gcm-o20-map-d1 rdf:predicate skos:closeMatch .
    objective:gcm-o20 skos:closeMatch element:map-d1 .
}
