# Two roles have the same French label.
#
# Violation · role/co-host · skos:prefLabel
#   Another term of the same list has this label: give each its own, so that tables can use it.
#   Un autre terme de la même liste porte ce libellé : donnez à chacun le sien, pour que les tableaux puissent l’employer.
# Violation · role/host · skos:prefLabel
#   Another term of the same list has this label: give each its own, so that tables can use it.
#   Un autre terme de la même liste porte ce libellé : donnez à chacun le sien, pour que les tableaux puissent l’employer.

DELETE DATA {
    role:co-host skos:prefLabel "co-hôte"@fr .
} ;
INSERT DATA {
    role:co-host skos:prefLabel "hôte"@fr .
}
