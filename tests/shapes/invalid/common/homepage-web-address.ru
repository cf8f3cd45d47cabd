# The website is text, without a host.
#
# Violation · dialogue/rabat-process · foaf:homepage
#   Give the website as a full address, starting with https://.
#   Donnez l’adresse complète du site web, commençant par https://.

INSERT DATA {
    dialogue:rabat-process foaf:homepage "rabat-process" .
}
