# The block names a theme that does not exist.
#
# Violation · evidence/rabat-gcm-b12 · schema:mentions
#   Something that the quoted block names is not known: check its identifier, or add it.
#   Un élément cité par le bloc est inconnu : vérifiez son identifiant ou ajoutez-le.

INSERT DATA {
    evidence:rabat-gcm-b12 schema:mentions theme:remitances .
}
