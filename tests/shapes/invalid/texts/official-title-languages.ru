# The official title has no language.
#
# Violation · framework/gcm · dg:officialTitle
#   Mark the official title with its language: en, fr, es, pt or ar.
#   Indiquez la langue du titre officiel : fr, en, es, pt ou ar.

INSERT DATA {
    framework:gcm dg:officialTitle "Global Compact" .
}
