# The summary stands twice in English, and without language.
#
# Violation · activity/ws-2019-abuja · dcterms:description
#   Give the summary at most once in English and once in French, each marked with its language (en or fr).
#   Donnez le résumé au plus une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    activity:ws-2019-abuja dcterms:description "A workshop."@en , "Workshop." .
}
