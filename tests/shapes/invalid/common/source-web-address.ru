# The source is a file on a computer, or mere text.
#
# Violation · partner/niamey-declaration · dcterms:source
#   Give the source as a full web address, starting with https://; a file on somebody’s computer is no source.
#   Donnez la source sous forme d’adresse web complète, commençant par https:// ; un fichier sur l’ordinateur de quelqu’un n’est pas une source.

INSERT DATA {
    partner:niamey-declaration dcterms:source <file:///C:/declaration.pdf> , "page 3" .
}
