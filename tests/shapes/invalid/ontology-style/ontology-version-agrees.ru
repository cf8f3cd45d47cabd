# The version number was raised, its address was not.
#
# Violation · https://w3id.org/dialograph/ontology · owl:versionInfo
#   The version number differs from the end of the version’s address: make the two agree.
#   Le numéro de version diffère de la fin de l’adresse de la version : faites-les concorder.

DELETE DATA {
    <https://w3id.org/dialograph/ontology> owl:versionInfo "0.1.0" .
} ;
INSERT DATA {
    <https://w3id.org/dialograph/ontology> owl:versionInfo "0.2.0" .
}
