# The membership has two dates of the information.
#
# Violation · membership/rabat-process-nga-reference-country · dcterms:date
#   Keep one date of the information: that of the latest source.
#   Gardez une seule date de l’information : celle de la source la plus récente.

INSERT DATA {
    membership:rabat-process-nga-reference-country dcterms:date "2021"^^xsd:gYear .
}
