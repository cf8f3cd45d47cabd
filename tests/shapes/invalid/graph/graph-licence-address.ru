# The licence is text.
#
# Violation · https://w3id.org/dialograph/graphs/rabat · dcterms:license
#   Give the licence by its web address, such as https://creativecommons.org/licenses/by/4.0/.
#   Désignez la licence par son adresse web, par exemple https://creativecommons.org/licenses/by/4.0/.

DELETE DATA {
    <https://w3id.org/dialograph/graphs/rabat> dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
} ;
INSERT DATA {
    <https://w3id.org/dialograph/graphs/rabat> dcterms:license "CC BY 4.0" .
}
