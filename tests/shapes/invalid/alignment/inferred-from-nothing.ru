# Nothing says from what the alignment is inferred.
#
# Violation · alignment/remittances-recommendations-2019-gcm-o20
#   Say from what this is inferred: a page, or something in the graph.
#   Dites de quoi cela est déduit : d’une page ou d’une ressource du graphe.

DELETE DATA {
    alignment:remittances-recommendations-2019-gcm-o20 dg:inferredFrom activity:ws-2019-abuja , <https://rabat-process.org/fr/activites/publications/pmm-apercu> .
}
