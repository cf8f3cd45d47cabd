# The link to the EU list is missing.
#
# Warning · country/nga · skos:exactMatch
#   The link to the EU list of countries is missing: add it, such as http://publications.europa.eu/resource/authority/country/MAR.
#   Le lien vers la liste des pays de l’UE manque : ajoutez-le, par exemple http://publications.europa.eu/resource/authority/country/MAR.

DELETE DATA {
    country:nga skos:exactMatch <http://publications.europa.eu/resource/authority/country/NGA> .
}
