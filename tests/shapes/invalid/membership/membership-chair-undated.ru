# The chair has no date.
#
# Warning · membership/rabat-process-mar-dialogue-chair-2015
#   The chair has no date: say from when to when it was held, as far as known.
#   La présidence n’a pas de date : dites de quand à quand elle a été exercée, autant qu’on le sache.

DELETE DATA {
    membership:rabat-process-mar-dialogue-chair-2015 schema:startDate "2015"^^xsd:gYear ;
        schema:endDate "2015-12"^^xsd:gYearMonth .
}
