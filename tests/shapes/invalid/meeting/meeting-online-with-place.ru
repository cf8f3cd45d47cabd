# The online meeting has a place.
#
# Violation · activity/tm-2021-labour-migration
#   An online meeting has no place: remove the place, or set the attendance mode to hybrid.
#   Une réunion en ligne n’a pas de lieu : supprimez le lieu ou choisissez le mode de participation hybride.

INSERT DATA {
    activity:tm-2021-labour-migration schema:location place:mar-rabat .
}
