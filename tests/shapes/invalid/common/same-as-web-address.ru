# The GeoNames number stands alone.
#
# Violation · place/nga-abuja · skos:exactMatch
#   Give the link to the same thing elsewhere as a full web address, such as https://sws.geonames.org/2538475/.
#   Donnez le lien vers la même chose ailleurs sous forme d’adresse web complète, par exemple https://sws.geonames.org/2538475/.

INSERT DATA {
    place:nga-abuja skos:exactMatch "2352778" .
}
