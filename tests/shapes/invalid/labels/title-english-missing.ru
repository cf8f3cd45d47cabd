# The meeting has no English title.
#
# Warning · activity/ws-2020-migdev · skos:prefLabel
#   The English title is missing: add the official one, or our own translation as an editorial title.
#   Le titre anglais manque : ajoutez le titre officiel ou, comme titre éditorial, notre traduction.

DELETE DATA {
    activity:ws-2020-migdev skos:prefLabel "Workshop on migration and development"@en ;
        dg:editorialTitle "Workshop on migration and development"@en .
}
