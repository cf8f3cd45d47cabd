# The region is named twice in English, and without language.
#
# Violation · dialogue/rabat-process · schema:areaServed
#   Give the region at most once in English and once in French, each marked with its language (en or fr).
#   Donnez la région au plus une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    dialogue:rabat-process schema:areaServed "Africa"@en , "Africa" .
}
