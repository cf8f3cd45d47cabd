# A participant is described as a person.
#
# Violation · person/x · rdf:type
#   This type is not known: check its spelling, or choose another one, such as Meeting, Document or Country.
#   Ce type est inconnu : vérifiez son orthographe ou choisissez-en un autre, par exemple Meeting (réunion), Document ou Country (pays).

INSERT DATA {
    <https://w3id.org/dialograph/id/person/x> a foaf:Person ; skos:prefLabel "Someone"@en .
}
