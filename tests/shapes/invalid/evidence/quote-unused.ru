# No evidence uses the quote.
#
# Violation · evidence/rabat-gcm-b17#quote · ^oa:hasSelector
#   No evidence uses this quote: link it to its evidence, or remove it.
#   Aucune preuve n’utilise cette citation : rattachez-la à sa preuve ou supprimez-la.

INSERT DATA {
    <https://w3id.org/dialograph/id/evidence/rabat-gcm-b17#quote> a oa:TextQuoteSelector ;
        oa:exact "Recueil" .
}
