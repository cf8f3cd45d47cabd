# The file name has a folder and a language.
#
# Violation · document/remittances-recommendations-2019 · dg:fileName
#   Give the bare name of the file as plain text, without any folder, such as report.pdf.
#   Donnez seulement le nom du fichier, en texte simple et sans dossier, par exemple rapport.pdf.

INSERT DATA {
    document:remittances-recommendations-2019 dg:fileName "Documents/FR_recommandations.pdf"@fr .
}
