# The dialogue was founded twice.
#
# Violation · dialogue/rabat-process · schema:foundingDate
#   Keep one founding date; record what other sources say as statements in conflict.
#   Gardez une seule date de création ; consignez ce que disent d’autres sources dans des énoncés en conflit.

INSERT DATA {
    dialogue:rabat-process schema:foundingDate "2006"^^xsd:gYear .
}
