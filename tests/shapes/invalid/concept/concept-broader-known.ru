# The broader term does not exist.
#
# Violation · role/co-host · skos:broader
#   The broader element is not known: check its identifier, or add it.
#   L’élément supérieur est inconnu : vérifiez son identifiant ou ajoutez-le.

DELETE DATA {
    role:co-host skos:broader role:host .
} ;
INSERT DATA {
    role:co-host skos:broader role:organizer .
}
