# The secretariat is named in English only.
#
# Warning · dialogue/rabat-process · dg:secretariatName
#   Add the translation of the name of the secretariat: English and French are both needed.
#   Ajoutez la traduction du nom du secrétariat : il faut le français et l’anglais.

DELETE DATA {
    dialogue:rabat-process dg:secretariatName "ICMPD (appui)"@fr .
}
