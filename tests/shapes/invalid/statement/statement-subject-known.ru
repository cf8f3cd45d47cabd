# The statement is about something that is not in the graph.
#
# Violation · statement/unknown · rdf:subject
#   What the statement is about is not known: check its identifier, or add it.
#   Ce dont parle l’énoncé est inconnu : vérifiez son identifiant ou ajoutez-le.

INSERT DATA {
    statement:unknown a dg:Statement ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        rdf:subject dialogue:rabat ;
        rdf:predicate dg:statedCount ;
        rdf:object 59 ;
        dg:hasBasis alignment-basis:reported ;
        dg:hasRank rank:alternative ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
