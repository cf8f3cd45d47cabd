# The field has no French name.
#
# Violation · https://example.org/shapes#event-end · sh:name
#   Name the field as a person would, in English and in French.
#   Nommez le champ comme on le dirait, en français et en anglais.

DELETE DATA {
    <https://example.org/shapes#event-end> sh:name "date de fin"@fr .
}
