# The graph has two English titles, and one without language.
#
# Violation · https://w3id.org/dialograph/graphs/rabat · dcterms:title
#   Give the title of the graph at most once in English and once in French, each marked with its language (en or fr).
#   Donnez le titre du graphe au plus une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    <https://w3id.org/dialograph/graphs/rabat> dcterms:title "The Rabat Process"@en , "Rabat" .
}
