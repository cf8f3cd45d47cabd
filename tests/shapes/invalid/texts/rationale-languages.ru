# The reason stands twice in English, and without language.
#
# Violation · statement/partners-57 · dg:rationale
#   Give the reason at most once in English and once in French, each marked with its language (en or fr).
#   Donnez la justification au plus une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    statement:partners-57 dg:rationale "It is newer."@en , "Newer." .
}
