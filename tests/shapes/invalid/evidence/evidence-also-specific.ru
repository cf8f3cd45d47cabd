# The evidence is no specific resource to other tools.
#
# Violation · evidence/rabat-gcm-b12 · rdf:type
#   Give the evidence the second type SpecificResource, so that other tools understand it.
#   Donnez aussi à la preuve le type SpecificResource, pour que d’autres outils la comprennent.

DELETE DATA {
    evidence:rabat-gcm-b12 a oa:SpecificResource .
}
