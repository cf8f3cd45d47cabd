# The identifier has capital letters.
#
# Violation · dialogue/Khartoum_Process
#   End the identifier of the dialogue with dialogue/ and a short name in lower-case letters, digits and single hyphens, such as dialogue/rabat-process.
#   Terminez l’identifiant du dialogue par dialogue/ et un nom court en minuscules, chiffres et traits d’union simples, par exemple dialogue/rabat-process.

INSERT DATA {
    <https://w3id.org/dialograph/id/dialogue/Khartoum_Process> a dg:Dialogue ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dcterms:type partner-type:dialogue , dialogue-type:interregional-forum ;
        dg:hasStatus status:active ;
        schema:foundingDate "2014"^^xsd:gYear ;
        foaf:homepage <https://www.khartoumprocess.net> ;
        dg:secretariatName "ICMPD"@en , "ICMPD"@fr ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
