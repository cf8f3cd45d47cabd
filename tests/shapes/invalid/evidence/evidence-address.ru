# The identifier holds an underscore.
#
# Violation · evidence/rabat_b13
#   End the identifier of the evidence with evidence/ and a short name in lower-case letters, digits and single hyphens.
#   Terminez l’identifiant de la preuve par evidence/ et un nom court en minuscules, chiffres et traits d’union simples.
# Violation · evidence/rabat_b13-quote
#   Name the quote after its evidence, followed by #quote.
#   Nommez la citation d’après sa preuve, suivie de #quote.

INSERT DATA {
    evidence:rabat_b13 a dg:Evidence , oa:SpecificResource ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        oa:hasSource document:remittances-recommendations-2019 ;
        oa:hasSelector evidence:rabat_b13-quote ;
        dcterms:language lang:FRA ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
    evidence:rabat_b13-quote a oa:TextQuoteSelector ; oa:exact "Recueil" .
}
