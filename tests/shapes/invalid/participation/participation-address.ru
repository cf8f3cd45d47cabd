# The identifier has capital letters.
#
# Violation · participation/NGA-guest
#   End the identifier of the participation with participation/ and a short name in lower-case letters, digits and single hyphens.
#   Terminez l’identifiant de la participation par participation/ et un nom court en minuscules, chiffres et traits d’union simples.

INSERT DATA {
    participation:NGA-guest a dg:Participation ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:hasPartner organisation:mmc ;
        dg:takesPartIn activity:ws-2019-abuja ;
        dg:hasRole role:host ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
