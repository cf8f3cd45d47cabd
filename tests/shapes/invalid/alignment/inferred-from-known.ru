# What the alignment is inferred from is not in the graph.
#
# Violation · alignment/remittances-recommendations-2019-gcm-o20 · dg:inferredFrom
#   What this is inferred from is not known: give the address of a page, or the identifier of something in the graph.
#   Ce dont cela est déduit est inconnu : donnez l’adresse d’une page ou l’identifiant d’une ressource du graphe.

INSERT DATA {
    alignment:remittances-recommendations-2019-gcm-o20 dg:inferredFrom activity:ws-2018-dakar .
}
