# The file is one on a computer, given as text.
#
# Violation · document/remittances-recommendations-2019 · dcat:downloadURL
#   Give the file to download as a full web address, starting with https://; for a file that is not on the web, give its bare name instead.
#   Donnez l’adresse web complète du fichier à télécharger, commençant par https:// ; si le fichier n’est pas sur le web, donnez seulement son nom.

INSERT DATA {
    document:remittances-recommendations-2019 dcat:downloadURL "FR_recommandations.pdf" .
}
