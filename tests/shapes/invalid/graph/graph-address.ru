# The identifier has a file extension.
#
# Violation · https://w3id.org/dialograph/graphs/rabat.ttl
#   End the identifier of the graph with graphs/ and a short name in lower-case letters, digits and single hyphens, such as graphs/rabat.
#   Terminez l’identifiant du graphe par graphs/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple graphs/rabat.

INSERT DATA {
    <https://w3id.org/dialograph/graphs/rabat.ttl> a dcat:Dataset , void:Dataset ;
        dcterms:title "x"@en , "x"@fr ;
        dcterms:description "x"@en , "x"@fr ;
        dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
        schema:maintainer "dialograph contributors" ;
        dcterms:source <https://undocs.org/A/RES/73/195> .
}
