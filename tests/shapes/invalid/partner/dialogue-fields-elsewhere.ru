# An organisation has a founding date.
#
# Violation · organisation/drc-council
#   Founding, secretariat, website and region are fields of a dialogue: remove them here, or give this the type Dialogue.
#   Création, secrétariat, site web et région sont des champs d’un dialogue : supprimez-les ici ou donnez le type Dialogue.

INSERT DATA {
    organisation:drc-council schema:foundingDate "1956"^^xsd:gYear .
}
