# The website is missing.
#
# Warning · dialogue/rabat-process · foaf:homepage
#   The website is missing: add its address, if the dialogue has one.
#   Le site web manque : ajoutez son adresse, si le dialogue en a un.

DELETE DATA {
    dialogue:rabat-process foaf:homepage <https://www.rabat-process.org> .
}
