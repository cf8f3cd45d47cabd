# The link to GeoNames is missing.
#
# Warning · country/nga · skos:exactMatch
#   The link to GeoNames is missing: add it, such as https://sws.geonames.org/2542007/.
#   Le lien vers GeoNames manque : ajoutez-le, par exemple https://sws.geonames.org/2542007/.

DELETE DATA {
    country:nga skos:exactMatch <https://sws.geonames.org/2328926/> .
}
