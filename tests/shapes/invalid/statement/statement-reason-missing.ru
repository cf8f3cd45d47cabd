# Nothing says why the alternative was put aside.
#
# Warning · statement/partners-58 · dg:rationale
#   Say why this statement is preferred or not.
#   Dites pourquoi cet énoncé est retenu ou non.

DELETE DATA {
    statement:partners-58 dg:rationale "Press texts of 2014."@en , "Textes de presse de 2014."@fr .
}
