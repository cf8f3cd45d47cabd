# Nothing says on what a link to a goal rests.
#
# Violation · objective/map-o1 · skos:closeMatch
#   Say on what this link to another framework rests: add a statement of it, with its basis and source.
#   Dites sur quoi repose ce lien avec un autre cadre : ajoutez un énoncé qui en donne le fondement et la source.

INSERT DATA {
    objective:map-o1 skos:closeMatch <http://metadata.un.org/sdg/10.7> .
}
