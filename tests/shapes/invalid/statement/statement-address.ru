# The identifier is that of an alignment.
#
# Violation · alignment/partners-59
#   End the identifier of the statement with statement/ and a short name in lower-case letters, digits and single hyphens.
#   Terminez l’identifiant de l’énoncé par statement/ et un nom court en minuscules, chiffres et traits d’union simples.

INSERT DATA {
    alignment:partners-59 a dg:Statement ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        rdf:subject dialogue:rabat-process ;
        rdf:predicate dg:statedCount ;
        rdf:object 59 ;
        dg:hasBasis alignment-basis:reported ;
        dg:hasRank rank:alternative ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
