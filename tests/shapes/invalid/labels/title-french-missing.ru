# The meeting has no French title.
#
# Warning · activity/ws-2020-migdev · skos:prefLabel
#   The French title is missing: add the official one, or our own translation as an editorial title.
#   Le titre français manque : ajoutez le titre officiel ou, comme titre éditorial, notre traduction.

DELETE DATA {
    activity:ws-2020-migdev skos:prefLabel "Atelier sur la migration et le développement"@fr ;
        dg:editorialTitle "Atelier sur la migration et le développement"@fr .
}
