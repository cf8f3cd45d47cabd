# The activity has no web page.
#
# Info · https://example.org/data/id/activity/chair-2020-handover · foaf:page
#   The web page of the meeting or activity is missing: add its address, if there is one.
#   La page web de la réunion ou de l’activité manque : ajoutez son adresse, si elle existe.

DELETE DATA {
    <https://example.org/data/id/activity/chair-2020-handover> foaf:page <https://www.rabat-process.org/en/about/partners> .
}
