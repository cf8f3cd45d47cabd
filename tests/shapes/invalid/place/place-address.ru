# The identifier has an accent.
#
# Violation · place/civ-yaoundé
#   End the identifier of the place with place/ and a short name in lower-case letters, digits and single hyphens, such as place/mar-rabat.
#   Terminez l’identifiant du lieu par place/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple place/mar-rabat.

INSERT DATA {
    <https://w3id.org/dialograph/id/place/civ-yaoundé> a schema:Place ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        schema:containedInPlace country:nga ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
