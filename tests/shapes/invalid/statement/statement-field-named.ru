# The field is named in text.
#
# Violation · statement/text-field · rdf:predicate
#   Name the field of the statement as a property, such as schema:startDate, not as text.
#   Désignez le champ de l’énoncé par une propriété, par exemple schema:startDate, et non par un texte.

INSERT DATA {
    statement:text-field a dg:Statement ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        rdf:subject dialogue:rabat-process ;
        rdf:predicate "number of countries" ;
        rdf:object 59 ;
        dg:hasBasis alignment-basis:reported ;
        dg:hasRank rank:alternative ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
