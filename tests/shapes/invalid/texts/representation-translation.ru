# Who was represented is said in English only.
#
# Warning · activity/tm-2021-labour-migration · dg:representation
#   Say who was represented in the other language too: English and French are both needed.
#   Dites aussi dans l’autre langue qui était représenté : il faut le français et l’anglais.

DELETE DATA {
    activity:tm-2021-labour-migration dg:representation "25 pays partenaires"@fr .
}
