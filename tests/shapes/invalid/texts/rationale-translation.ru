# The reason is in English only.
#
# Warning · statement/partners-57 · dg:rationale
#   Add the translation of the reason: English and French are both needed.
#   Ajoutez la traduction de la justification : il faut le français et l’anglais.

DELETE DATA {
    statement:partners-57 dg:rationale "La page du dialogue lui-même."@fr .
}
