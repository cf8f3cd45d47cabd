# The ontology has no licence.
#
# Violation · https://w3id.org/dialograph/ontology · dcterms:license
#   Give the licence under which the ontology may be used.
#   Indiquez la licence sous laquelle l’ontologie peut être utilisée.

DELETE DATA {
    <https://w3id.org/dialograph/ontology> dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
}
