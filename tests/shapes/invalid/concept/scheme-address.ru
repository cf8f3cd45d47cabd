# The list has an identifier of its own sort.
#
# Violation · list/colours
#   End the identifier of the list with scheme/ and a short name in lower-case letters, digits and single hyphens, such as scheme/roles; a framework needs the type Framework.
#   Terminez l’identifiant de la liste par scheme/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple scheme/roles ; un cadre doit porter le type Framework.

INSERT DATA {
    <https://w3id.org/dialograph/id/list/colours> a skos:ConceptScheme ;
        skos:prefLabel "Colours"@en , "Couleurs"@fr ;
        skos:definition "This is one of the terms of our lists."@en , "Ceci est un des termes de nos listes."@fr ;
        rdfs:isDefinedBy <https://w3id.org/dialograph/ontology> .
}
