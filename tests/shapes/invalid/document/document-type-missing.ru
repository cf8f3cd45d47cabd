# The document has no type.
#
# Violation · document/remittances-recommendations-2019 · dcterms:type
#   Say what kind of document this is, such as declaration, study or guide.
#   Dites de quel type de document il s’agit, par exemple déclaration, étude ou guide.

DELETE DATA {
    document:remittances-recommendations-2019 dcterms:type document-type:recommendations .
}
