# The words before the quote stand twice, once with a language.
#
# Violation · evidence/rabat-gcm-b12#quote · oa:prefix
#   Give the words before the quote at most once, as plain text without a language.
#   Donnez au plus une fois les mots qui précèdent la citation, en texte simple, sans indication de langue.

INSERT DATA {
    <https://w3id.org/dialograph/id/evidence/rabat-gcm-b12#quote> oa:prefix "En 2020,"@fr .
}
