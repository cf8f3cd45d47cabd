# The same title is called official and ours.
#
# Violation · https://example.org/data/id/activity/chair-2020-handover · dg:editorialTitle
#   A title is either official or ours: remove it from the editorial titles if a source has it, from the official titles if not.
#   Un titre est soit officiel, soit le nôtre : retirez-le des titres éditoriaux si une source le donne, des titres officiels sinon.

INSERT DATA {
    <https://example.org/data/id/activity/chair-2020-handover> dg:officialTitle "Handover of the chair"@en .
}
