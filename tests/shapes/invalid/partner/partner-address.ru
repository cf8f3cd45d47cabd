# The identifier is that of an organisation.
#
# Violation · organisation/niamey
#   End the identifier of this partner with partner/ and a short name in lower-case letters, digits and single hyphens, such as partner/niamey-declaration.
#   Terminez l’identifiant de ce partenaire par partner/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple partner/niamey-declaration.

INSERT DATA {
    organisation:niamey a dg:Partner ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dcterms:type partner-type:mechanism ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
