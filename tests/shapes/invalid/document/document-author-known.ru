# The author is a name.
#
# Violation · document/remittances-recommendations-2019 · dcterms:creator
#   The author is not a known partner: name an organisation, country or project, never a person.
#   L’auteur n’est pas un partenaire connu : nommez une organisation, un pays ou un projet, jamais une personne.

INSERT DATA {
    document:remittances-recommendations-2019 dcterms:creator "Migration experts" .
}
