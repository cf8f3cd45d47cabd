# The document has no language.
#
# Warning · document/remittances-recommendations-2019 · dcterms:language
#   The language of the document is missing: add it.
#   La langue du document manque : ajoutez-la.

DELETE DATA {
    document:remittances-recommendations-2019 dcterms:language lang:FRA .
}
