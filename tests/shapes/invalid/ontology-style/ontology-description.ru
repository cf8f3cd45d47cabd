# Nothing says what the ontology describes.
#
# Violation · https://w3id.org/dialograph/ontology · dcterms:description
#   Say what the ontology describes, in English and in French.
#   Dites ce que décrit l’ontologie, en français et en anglais.

DELETE DATA {
    <https://w3id.org/dialograph/ontology> dcterms:description "It describes dialogues."@en , "Elle décrit des dialogues."@fr .
}
