# The note has no language.
#
# Violation · organisation/mmc · skos:editorialNote
#   Mark the note with its language: en or fr.
#   Indiquez la langue de la note : fr ou en.

INSERT DATA {
    organisation:mmc skos:editorialNote "seen in 2021" .
}
