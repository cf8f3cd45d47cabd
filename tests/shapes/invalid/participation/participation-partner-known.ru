# The partner is not in the graph.
#
# Violation · participation/ws-2019-abuja-nga-host · dg:hasPartner
#   The partner who took part is not known: check its identifier, or add the partner.
#   Le partenaire qui a pris part est inconnu : vérifiez son identifiant ou ajoutez le partenaire.

DELETE DATA {
    participation:ws-2019-abuja-nga-host dg:hasPartner country:nga .
} ;
INSERT DATA {
    participation:ws-2019-abuja-nga-host dg:hasPartner country:nigeria .
}
