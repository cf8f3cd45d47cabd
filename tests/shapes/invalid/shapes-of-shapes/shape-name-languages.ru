# The field has two English names, and one without language.
#
# Violation · https://example.org/shapes#event-end · sh:name
#   Name the field once in English and once in French, each marked with its language (en or fr).
#   Nommez le champ une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    <https://example.org/shapes#event-end> sh:name "end"@en , "end" .
}
