# The project has no type of partner.
#
# Violation · project/thamm · dcterms:type
#   Give the type of partner: country, organisation, project, dialogue or mechanism.
#   Donnez le type de partenaire : pays, organisation, projet, dialogue ou mécanisme.

DELETE DATA {
    project:thamm dcterms:type partner-type:project .
}
