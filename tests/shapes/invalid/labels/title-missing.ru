# The document has no title at all.
#
# Violation · document/remittances-recommendations-2019 · skos:prefLabel
#   Give a title in English or French: the official one, or else our own translation or description.
#   Donnez un titre en français ou en anglais : le titre officiel, sinon notre traduction ou une description.
# Warning · document/remittances-recommendations-2019 · skos:prefLabel
#   The English title is missing: add the official one, or our own translation as an editorial title.
#   Le titre anglais manque : ajoutez le titre officiel ou, comme titre éditorial, notre traduction.
# Warning · document/remittances-recommendations-2019 · skos:prefLabel
#   The French title is missing: add the official one, or our own translation as an editorial title.
#   Le titre français manque : ajoutez le titre officiel ou, comme titre éditorial, notre traduction.

DELETE DATA {
    document:remittances-recommendations-2019 skos:prefLabel "Recommendations on diaspora remittances"@en , "Recommandations sur les transferts de fonds des diasporas"@fr ;
        dg:editorialTitle "Recommendations on diaspora remittances"@en , "Recommandations sur les transferts de fonds des diasporas"@fr .
}
