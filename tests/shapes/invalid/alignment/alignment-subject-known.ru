# A partner is aligned.
#
# Violation · alignment/unhcr · dg:aligns
#   What is aligned is not a known meeting, activity or document: check its identifier, or add it.
#   Ce qui est aligné n’est ni une réunion, ni une activité, ni un document connu : vérifiez son identifiant ou ajoutez-le.

INSERT DATA {
    alignment:unhcr a dg:Alignment ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:aligns organisation:mmc ;
        dg:alignsWith objective:gcm-o20 ;
        dg:hasBasis alignment-basis:reported ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
