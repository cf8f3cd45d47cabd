# The meeting ends a month before it starts; the end is known to the month only.
#
# Violation · activity/ws-2019-abuja · schema:endDate
#   The end date is before the start date: correct one of the two.
#   La date de fin précède la date de début : corrigez l’une des deux.

DELETE DATA {
    activity:ws-2019-abuja schema:endDate "2019-11-06"^^xsd:date .
} ;
INSERT DATA {
    activity:ws-2019-abuja schema:endDate "2019-10"^^xsd:gYearMonth .
}
