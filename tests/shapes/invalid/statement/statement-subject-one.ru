# One statement is about nothing, the other about two things.
#
# Violation · statement/gcm-o20-sdg-10-c · rdf:subject
#   Say what the statement is about (its subject), exactly once.
#   Dites une seule fois de quoi parle l’énoncé (son sujet).
# Violation · statement/nothing · rdf:subject
#   Say what the statement is about (its subject), exactly once.
#   Dites une seule fois de quoi parle l’énoncé (son sujet).

INSERT DATA {
    statement:nothing a dg:Statement ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        rdf:predicate dg:statedCount ;
        rdf:object 59 ;
        dg:hasBasis alignment-basis:reported ;
        dg:hasRank rank:alternative ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
    statement:gcm-o20-sdg-10-c rdf:subject objective:map-o1 .
    objective:map-o1 skos:relatedMatch <http://metadata.un.org/sdg/10.c> .
}
