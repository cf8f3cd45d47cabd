# Who was represented is said twice in English, and in no language.
#
# Violation · activity/tm-2021-labour-migration · dg:representation
#   Say who was represented at most once in English and once in French, each marked with its language (en or fr).
#   Dites qui était représenté au plus une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    activity:tm-2021-labour-migration dg:representation "many countries"@en , "25" .
}
