# The property is defined twice in English, and without language.
#
# Violation · https://w3id.org/dialograph/ontology#takesPartIn · skos:definition
#   Define the term once in English and once in French, each marked with its language (en or fr).
#   Définissez le terme une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    dg:takesPartIn skos:definition "It names an activity again."@en , "It has no language here." .
}
