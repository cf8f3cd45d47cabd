# The quote carries its language.
#
# Violation · evidence/rabat-gcm-b12#quote · dcterms:language
#   This field is not known for a quote: keep its exact text and the words before and after it.
#   Ce champ n’est pas prévu pour une citation : gardez son texte exact et les mots qui la précèdent et la suivent.

INSERT DATA {
    <https://w3id.org/dialograph/id/evidence/rabat-gcm-b12#quote> dcterms:language lang:FRA .
}
