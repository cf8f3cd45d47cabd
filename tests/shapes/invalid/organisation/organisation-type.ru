# The organisation is called a project.
#
# Violation · organisation/drc-council · dcterms:type
#   An organisation has the type of partner “organisation” and no other: correct it.
#   Une organisation est un partenaire de type « organisation » et d’aucun autre : corrigez le type.

DELETE DATA {
    organisation:drc-council dcterms:type partner-type:organisation .
} ;
INSERT DATA {
    organisation:drc-council dcterms:type partner-type:project .
}
