# There are two English messages, and one without language.
#
# Violation · https://example.org/shapes#event-end · sh:message
#   Give the message once in English and once in French, each marked with its language (en or fr).
#   Donnez le message une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    <https://example.org/shapes#event-end> sh:message "Wrong."@en , "Wrong." .
}
