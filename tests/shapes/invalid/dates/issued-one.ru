# The document has two dates of issue.
#
# Violation · document/remittances-recommendations-2019 · dcterms:issued
#   Keep one date of issue; record what other sources say as statements in conflict.
#   Gardez une seule date de publication ; consignez ce que disent d’autres sources dans des énoncés en conflit.

INSERT DATA {
    document:remittances-recommendations-2019 dcterms:issued "2020"^^xsd:gYear .
}
