# Two roles stand under each other.
#
# Violation · role/co-host · skos:broader
#   An element cannot stand under itself, even through others: correct the broader element.
#   Un élément ne peut pas se trouver sous lui-même, même indirectement : corrigez l’élément supérieur.
# Violation · role/host · skos:broader
#   An element cannot stand under itself, even through others: correct the broader element.
#   Un élément ne peut pas se trouver sous lui-même, même indirectement : corrigez l’élément supérieur.

INSERT DATA {
    role:host skos:broader role:co-host .
}
