# The country has two M49 codes.
#
# Violation · country/nga · dg:m49Code
#   Keep one M49 code.
#   Gardez un seul code M49.

INSERT DATA {
    country:nga dg:m49Code "567" .
}
