# A partner of no kind is called an organisation.
#
# Violation · partner/niamey-declaration
#   A partner that is no country, organisation, project or dialogue has the type of partner “mechanism”: give it that type, or say what else it is.
#   Un partenaire qui n’est ni pays, ni organisation, ni projet, ni dialogue est de type « mécanisme » : donnez-lui ce type, ou précisez sa nature.

DELETE DATA {
    partner:niamey-declaration dcterms:type partner-type:mechanism .
} ;
INSERT DATA {
    partner:niamey-declaration dcterms:type partner-type:organisation .
}
