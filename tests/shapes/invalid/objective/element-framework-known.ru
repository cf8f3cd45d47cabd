# The objective belongs to a list of ours.
#
# Violation · alignment/remittances-recommendations-2019-gcm-o20 · dg:alignsWith
#   The objective served is not a known objective or element of a framework: check its identifier, such as objective/gcm-o9.
#   L’objectif servi n’est pas un objectif ou un élément connu d’un cadre : vérifiez son identifiant, par exemple objective/gcm-o9.
# Violation · alignment/ws-2019-abuja-gcm-o20 · dg:alignsWith
#   The objective served is not a known objective or element of a framework: check its identifier, such as objective/gcm-o9.
#   L’objectif servi n’est pas un objectif ou un élément connu d’un cadre : vérifiez son identifiant, par exemple objective/gcm-o9.
# Violation · objective/gcm-o20 · skos:inScheme
#   The framework of this objective or element is not known: check its identifier, or add the framework.
#   Le cadre de cet objectif ou élément est inconnu : vérifiez son identifiant ou ajoutez le cadre.

DELETE DATA {
    objective:gcm-o20 skos:inScheme framework:gcm ; skos:topConceptOf framework:gcm .
} ;
INSERT DATA {
    objective:gcm-o20 skos:inScheme scheme:themes ; skos:topConceptOf scheme:themes .
}
