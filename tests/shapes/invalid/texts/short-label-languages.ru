# The short title stands twice in French, and without language.
#
# Violation · objective/gcm-o20 · dg:shortLabel
#   Give the short title at most once in English and once in French, each marked with its language (en or fr).
#   Donnez le titre court au plus une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    objective:gcm-o20 dg:shortLabel "Transferts"@fr , "Transfers" .
}
