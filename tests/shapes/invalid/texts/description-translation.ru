# The summary is in French only.
#
# Warning · activity/ws-2019-abuja · dcterms:description
#   Add the translation of the summary: English and French are both needed.
#   Ajoutez la traduction du résumé : il faut le français et l’anglais.

DELETE DATA {
    activity:ws-2019-abuja dcterms:description "Five working groups looked at practices."@en .
}
