# The message is not translated.
#
# Violation · https://example.org/shapes#event-end · sh:message
#   Say what to do about the fault, in English and in French.
#   Dites comment corriger le défaut, en français et en anglais.

DELETE DATA {
    <https://example.org/shapes#event-end> sh:message "Corrigez la date de fin."@fr .
}
