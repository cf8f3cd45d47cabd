# The identifier holds two hyphens in a row.
#
# Violation · activity/ws--2019
#   End the identifier of the meeting or activity with activity/ and a short name in lower-case letters, digits and single hyphens, such as activity/ws-2019-abuja.
#   Terminez l’identifiant de la réunion ou de l’activité par activity/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple activity/ws-2019-abuja.

INSERT DATA {
    <https://w3id.org/dialograph/id/activity/ws--2019> a dg:Activity ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dg:editorialTitle "Example"@en , "Exemple"@fr ;
        dcterms:type activity-type:chair-handover ;
        dg:hasStatus status:held ;
        schema:startDate "2019"^^xsd:gYear ;
        foaf:page <https://www.rabat-process.org/en> ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
