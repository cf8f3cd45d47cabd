# The identifier is that of a project.
#
# Violation · project/icmpd
#   End the identifier of the organisation with organisation/ and a short name in lower-case letters, digits and single hyphens, such as organisation/icmpd.
#   Terminez l’identifiant de l’organisation par organisation/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple organisation/icmpd.

INSERT DATA {
    project:icmpd a dg:Organisation ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dcterms:type partner-type:organisation ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
