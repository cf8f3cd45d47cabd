# One graph has no licence, another two.
#
# Violation · https://w3id.org/dialograph/graphs/gcm · dcterms:license
#   Give exactly one licence under which the graph may be used.
#   Indiquez une seule licence sous laquelle le graphe peut être utilisé.
# Violation · https://w3id.org/dialograph/graphs/rabat · dcterms:license
#   Give exactly one licence under which the graph may be used.
#   Indiquez une seule licence sous laquelle le graphe peut être utilisé.

DELETE DATA {
    <https://w3id.org/dialograph/graphs/rabat> dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
} ;
INSERT DATA {
    <https://w3id.org/dialograph/graphs/gcm> a dcat:Dataset , void:Dataset ;
        dcterms:title "GCM"@en , "PMM"@fr ;
        dcterms:description "Objectives."@en , "Objectifs."@fr ;
        dcterms:license <https://creativecommons.org/licenses/by/4.0/> , <https://creativecommons.org/publicdomain/zero/1.0/> ;
        schema:maintainer "dialograph contributors" ;
        dcterms:source <https://undocs.org/A/RES/73/195> .
}
