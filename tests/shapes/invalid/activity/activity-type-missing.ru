# The activity has no type.
#
# Violation · https://example.org/data/id/activity/chair-2020-handover · dcterms:type
#   Say what kind of meeting or activity this is, such as workshop, webinar or study.
#   Dites de quel type de réunion ou d’activité il s’agit, par exemple atelier, webinaire ou étude.

DELETE DATA {
    <https://example.org/data/id/activity/chair-2020-handover> dcterms:type activity-type:chair-handover .
}
