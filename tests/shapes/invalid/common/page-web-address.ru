# The web page is text, without a host.
#
# Violation · activity/tm-2021-labour-migration · foaf:page
#   Give the web page as a full address, starting with https://.
#   Donnez l’adresse complète de la page web, commençant par https://.

INSERT DATA {
    activity:tm-2021-labour-migration foaf:page "outcome-labour-migration" .
}
