# The project names no source.
#
# Violation · project/thamm · dcterms:source
#   Give the source: the web address of the page or document that says this.
#   Indiquez la source : l’adresse web de la page ou du document qui l’affirme.

DELETE DATA {
    project:thamm dcterms:source <https://open.enabel.be/en/MAR/2460> .
}
