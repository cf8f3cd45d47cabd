# The words after the quote stand twice, once with a language.
#
# Violation · evidence/rabat-gcm-b12#quote · oa:suffix
#   Give the words after the quote at most once, as plain text without a language.
#   Donnez au plus une fois les mots qui suivent la citation, en texte simple, sans indication de langue.

INSERT DATA {
    <https://w3id.org/dialograph/id/evidence/rabat-gcm-b12#quote> oa:suffix "explorant"@fr .
}
