# Two elements of the plan have the same number.
#
# Violation · element/map-d1 · skos:notation
#   Another element of the same framework or list has this number or code: correct the wrong one.
#   Un autre élément du même cadre ou de la même liste porte ce numéro ou ce code : corrigez celui qui est faux.
# Violation · objective/map-o1 · skos:notation
#   Another element of the same framework or list has this number or code: correct the wrong one.
#   Un autre élément du même cadre ou de la même liste porte ce numéro ou ce code : corrigez celui qui est faux.

DELETE DATA {
    objective:map-o1 skos:notation "1" .
} ;
INSERT DATA {
    objective:map-o1 skos:notation "D1" .
}
