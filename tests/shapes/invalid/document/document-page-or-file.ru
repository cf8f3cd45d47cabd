# Nothing says where to find the document.
#
# Warning · document/remittances-recommendations-2019 · (foaf:page | dcat:downloadURL)
#   Nothing says where to find the document: add the address of its web page or of its file.
#   Rien ne dit où trouver le document : ajoutez l’adresse de sa page web ou de son fichier.

DELETE DATA {
    document:remittances-recommendations-2019 foaf:page <https://rabat-process.org/fr/activites/publications/pmm-apercu> ;
        dcat:downloadURL <https://www.rabat-process.org/images/documents/FR_recommandations.pdf> .
}
