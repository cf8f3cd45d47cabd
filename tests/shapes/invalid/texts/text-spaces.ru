# The other name starts with a space, the note is empty.
#
# Violation · place/nga-abuja · schema:alternateName
#   Remove the spaces before or after this text; if nothing is left, remove the field.
#   Supprimez les espaces avant ou après ce texte ; s’il n’en reste rien, supprimez le champ.
# Violation · place/nga-abuja · skos:editorialNote
#   Remove the spaces before or after this text; if nothing is left, remove the field.
#   Supprimez les espaces avant ou après ce texte ; s’il n’en reste rien, supprimez le champ.

INSERT DATA {
    place:nga-abuja schema:alternateName " FCT" ; skos:editorialNote ""@en .
}
