# The identifier is that of a statement.
#
# Violation · statement/no-alignment
#   End the identifier of the alignment with alignment/ and a short name in lower-case letters, digits and single hyphens.
#   Terminez l’identifiant de l’alignement par alignment/ et un nom court en minuscules, chiffres et traits d’union simples.

INSERT DATA {
    statement:no-alignment a dg:Alignment ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:aligns activity:tm-2021-labour-migration ;
        dg:alignsWith objective:gcm-o20 ;
        dg:hasBasis alignment-basis:reported ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
    activity:tm-2021-labour-migration dg:contributesTo objective:gcm-o20 .
}
