# A web page carries a title.
#
# Violation · https://www.rabat-process.org/en/activities/technical-meetings/remittances · dcterms:title
#   Only the language of a web page is kept: move this field to the document or meeting that the page is about.
#   D’une page web, on ne retient que la langue : déplacez ce champ vers le document ou la réunion dont parle la page.

INSERT DATA {
    <https://www.rabat-process.org/en/activities/technical-meetings/remittances> dcterms:title "Remittances"@en .
}
