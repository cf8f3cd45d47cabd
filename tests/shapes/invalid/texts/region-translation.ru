# The region is named in English only.
#
# Warning · dialogue/rabat-process · schema:areaServed
#   Add the translation of the region: English and French are both needed.
#   Ajoutez la traduction de la région : il faut le français et l’anglais.

DELETE DATA {
    dialogue:rabat-process schema:areaServed "Europe ; Afrique du Nord, de l’Ouest et centrale"@fr .
}
