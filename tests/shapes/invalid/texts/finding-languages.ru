# The main finding stands twice in English, and without language.
#
# Violation · document/remittances-recommendations-2019 · dg:finding
#   Give the main finding at most once in English and once in French, each marked with its language (en or fr).
#   Donnez le principal constat au plus une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    document:remittances-recommendations-2019 dg:finding "Transfers are dear."@en , "Dear." .
}
