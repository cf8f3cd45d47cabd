# The M49 code is missing.
#
# Info · country/nga · dg:m49Code
#   The M49 code is missing: add it if the United Nations list has one.
#   Le code M49 manque : ajoutez-le si la liste des Nations Unies en donne un.

DELETE DATA {
    country:nga dg:m49Code "566" .
}
