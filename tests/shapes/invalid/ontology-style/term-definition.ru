# The class is not defined in French.
#
# Violation · https://w3id.org/dialograph/ontology#Meeting · skos:definition
#   Define the term in English and in French.
#   Définissez le terme en français et en anglais.

DELETE DATA {
    dg:Meeting skos:definition "Une réunion est une activité pour laquelle des personnes se rassemblent."@fr .
}
