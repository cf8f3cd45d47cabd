# The language is given as a code in text.
#
# Violation · document/remittances-recommendations-2019 · dcterms:language
#   Take the language from the list of the EU Publications Office, such as ENG for English or FRA for French.
#   Prenez la langue dans la liste de l’Office des publications de l’UE, par exemple FRA pour le français ou ENG pour l’anglais.

INSERT DATA {
    document:remittances-recommendations-2019 dcterms:language "fr" .
}
