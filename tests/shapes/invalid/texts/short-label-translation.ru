# The short title is in English only.
#
# Warning · objective/gcm-o20 · dg:shortLabel
#   Add the translation of the short title: English and French are both needed.
#   Ajoutez la traduction du titre court : il faut le français et l’anglais.

DELETE DATA {
    objective:gcm-o20 dg:shortLabel "Envois de fonds"@fr .
}
