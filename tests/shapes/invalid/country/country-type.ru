# The country is called an organisation.
#
# Violation · country/nga · dcterms:type
#   A country has the type of partner “country” and no other: correct it.
#   Un pays est un partenaire de type « pays » et d’aucun autre : corrigez le type.

DELETE DATA {
    country:nga dcterms:type partner-type:country .
} ;
INSERT DATA {
    country:nga dcterms:type partner-type:organisation .
}
