# The quote has a language and runs over two lines.
#
# Violation · evidence/rabat-gcm-b12#quote · oa:exact
#   Give the quote itself, as plain text on one line, without a language.
#   Donnez la citation elle-même, en texte simple, sur une seule ligne, sans indication de langue.

DELETE DATA {
    <https://w3id.org/dialograph/id/evidence/rabat-gcm-b12#quote> oa:exact "l'atelier technique sur les transferts de fonds des diasporas" .
} ;
INSERT DATA {
    <https://w3id.org/dialograph/id/evidence/rabat-gcm-b12#quote> oa:exact "l'atelier technique\nsur les transferts"@fr .
}
