# The country chaired before the dialogue was founded.
#
# Violation · membership/rabat-process-mar-dialogue-chair-2015 · schema:startDate
#   This date is before the dialogue was founded: correct the date of the role, or the founding date of the dialogue.
#   Cette date est antérieure à la création du dialogue : corrigez la date du rôle ou la date de création du dialogue.

DELETE DATA {
    membership:rabat-process-mar-dialogue-chair-2015 schema:startDate "2015"^^xsd:gYear .
} ;
INSERT DATA {
    membership:rabat-process-mar-dialogue-chair-2015 schema:startDate "2006-05-01"^^xsd:date .
}
