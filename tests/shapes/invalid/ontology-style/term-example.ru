# The class has no example in French.
#
# Violation · https://w3id.org/dialograph/ontology#Meeting
#   Give an example of this class or property, in English and in French.
#   Donnez un exemple de cette classe ou propriété, en français et en anglais.

DELETE DATA {
    dg:Meeting skos:example "L’atelier d’Abuja de novembre 2019."@fr .
}
