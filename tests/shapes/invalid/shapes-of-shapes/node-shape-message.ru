# The shape of a class finds a fault and says nothing.
#
# Violation · https://example.org/shapes#Event
#   Say what to do about the fault that this shape finds, in English and in French.
#   Dites comment corriger le défaut que trouve cette forme, en français et en anglais.

DELETE DATA {
    <https://example.org/shapes#Event> sh:message "Call it a meeting."@en , "Appelez cela une réunion."@fr .
}
