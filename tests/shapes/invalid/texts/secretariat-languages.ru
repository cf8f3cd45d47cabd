# The secretariat is named twice in English, and without language.
#
# Violation · dialogue/rabat-process · dg:secretariatName
#   Give the name of the secretariat at most once in English and once in French, each marked with its language (en or fr).
#   Donnez le nom du secrétariat au plus une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    dialogue:rabat-process dg:secretariatName "Centre"@en , "ICMPD" .
}
