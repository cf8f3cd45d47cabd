# The main finding is in English only.
#
# Warning · document/remittances-recommendations-2019 · dg:finding
#   Add the translation of the main finding: English and French are both needed.
#   Ajoutez la traduction du principal constat : il faut le français et l’anglais.

DELETE DATA {
    document:remittances-recommendations-2019 dg:finding "Les transferts peuvent devenir des investissements."@fr .
}
