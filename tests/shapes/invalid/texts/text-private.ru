# The notes show a user’s folder and somebody’s e-mail address.
#
# Violation · place/nga-abuja · skos:editorialNote
#   Remove the folder or e-mail address from this text: nothing private belongs in the data. Of a file, keep the bare name.
#   Retirez de ce texte le dossier ou l’adresse électronique : rien de privé n’a sa place dans les données. D’un fichier, gardez seulement le nom.

INSERT DATA {
    place:nga-abuja skos:editorialNote "see C:\\Users\\x\\list.docx"@en , "ask someone@example.org"@en .
}
