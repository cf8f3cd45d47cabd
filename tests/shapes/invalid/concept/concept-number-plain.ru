# The number of the objective is no text, and stands twice.
#
# Violation · objective/map-o1 · skos:notation
#   Write the number or code once, as plain text in quotation marks, such as "9" or "5a".
#   Écrivez le numéro ou le code une seule fois, sous forme de texte entre guillemets, par exemple "9" ou "5a".

INSERT DATA {
    objective:map-o1 skos:notation 1 .
}
