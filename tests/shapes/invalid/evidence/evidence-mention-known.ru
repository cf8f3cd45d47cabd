# The block names a theme that does not exist.
#
# Violation · evidence/rabat-gcm-b12 · schema:mentions
#   Something that the quoted block names is not known: check its identifier, or add it.
#   Une chose que cite le bloc est inconnue : vérifiez son identifiant ou ajoutez-la.

INSERT DATA {
    evidence:rabat-gcm-b12 schema:mentions theme:remitances .
}
