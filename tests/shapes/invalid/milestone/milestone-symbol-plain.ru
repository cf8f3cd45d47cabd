# The UN symbol has a language.
#
# Violation · milestone/imrf-2022 · dcterms:identifier
#   Write the UN document symbol as plain text, without a language, such as A/RES/73/195.
#   Écrivez la cote du document de l’ONU en texte simple, sans indication de langue, par exemple A/RES/73/195.

INSERT DATA {
    milestone:imrf-2022 dcterms:identifier "A/RES/73/195"@en .
}
