# The related objective is a web page.
#
# Violation · objective/map-o1 · (skos:relatedMatch | skos:closeMatch | skos:broadMatch | skos:narrowMatch)
#   The related objective is not known: name an objective or element of a framework, or a Sustainable Development Goal target such as http://metadata.un.org/sdg/10.7; a concept of somebody else needs a statement that says how the mapping came about (sssom:mapping_justification).
#   L’objectif apparenté est inconnu : indiquez un objectif ou un élément d’un cadre, ou une cible des objectifs de développement durable, par exemple http://metadata.un.org/sdg/10.7 ; un concept d’un tiers demande un énoncé qui dise comment la correspondance a été établie (sssom:mapping_justification).

INSERT DATA {
    objective:map-o1 skos:relatedMatch <https://sdgs.un.org/goals/goal10> .
    statement:o1-goal-10 a dg:Statement ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        rdf:subject objective:map-o1 ;
        rdf:predicate skos:relatedMatch ;
        rdf:object <https://sdgs.un.org/goals/goal10> ;
        dg:hasBasis alignment-basis:reported ;
        dg:hasRank rank:preferred ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
