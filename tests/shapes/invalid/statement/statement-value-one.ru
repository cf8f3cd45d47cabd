# One statement gives no value, the other two.
#
# Violation · statement/no-value · rdf:object
#   Give the value that the statement states (its object), exactly once: two values make two statements.
#   Donnez une seule fois la valeur énoncée (son objet) : deux valeurs font deux énoncés.
# Violation · statement/partners-58 · rdf:object
#   Give the value that the statement states (its object), exactly once: two values make two statements.
#   Donnez une seule fois la valeur énoncée (son objet) : deux valeurs font deux énoncés.

INSERT DATA {
    statement:no-value a dg:Statement ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        rdf:subject dialogue:rabat-process ;
        rdf:predicate dg:statedCount ;
        dg:hasBasis alignment-basis:reported ;
        dg:hasRank rank:alternative ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
    statement:partners-58 rdf:object 59 .
}
