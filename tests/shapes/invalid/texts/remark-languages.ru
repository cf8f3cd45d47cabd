# The remark has no language.
#
# Violation · framework/gcm · skos:note
#   Mark the remark with its language: en or fr.
#   Indiquez la langue de la remarque : fr ou en.

INSERT DATA {
    framework:gcm skos:note "23" .
}
