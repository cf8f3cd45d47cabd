# The identifier holds a dot.
#
# Violation · membership/rabat.nga
#   End the identifier of the membership with membership/ and a short name in lower-case letters, digits and single hyphens.
#   Terminez l’identifiant de l’appartenance par membership/ et un nom court en minuscules, chiffres et traits d’union simples.

INSERT DATA {
    <https://w3id.org/dialograph/id/membership/rabat.nga> a org:Membership ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        org:member country:nga ;
        org:organization dialogue:rabat-process ;
        org:role role:reference-country ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
