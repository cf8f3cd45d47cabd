# “See also” is text.
#
# Violation · place/africa · rdfs:seeAlso
#   Give “see also” as a full web address, starting with https://.
#   Donnez « voir aussi » sous forme d’adresse web complète, commençant par https://.

INSERT DATA {
    place:africa rdfs:seeAlso "atlas" .
}
