# The new class is not defined anywhere.
#
# Violation · https://w3id.org/dialograph/ontology#Visit
#   Say in which ontology this term is defined (isDefinedBy).
#   Dites dans quelle ontologie ce terme est défini (isDefinedBy).

INSERT DATA {
    dg:Visit a owl:Class ; skos:example "A visit."@en , "Une visite."@fr .
}
