# The project is called an organisation.
#
# Violation · project/thamm · dcterms:type
#   A project has the type of partner “project” and no other: correct it.
#   Un projet est un partenaire de type « projet » et d’aucun autre : corrigez le type.

DELETE DATA {
    project:thamm dcterms:type partner-type:project .
} ;
INSERT DATA {
    project:thamm dcterms:type partner-type:organisation .
}
