# The quote stands in two blocks.
#
# Violation · evidence/rabat-gcm-b12 · dg:blockNumber
#   Keep one block number: the block in which the quote stands.
#   Gardez un seul numéro de bloc : celui du bloc où se trouve la citation.

INSERT DATA {
    evidence:rabat-gcm-b12 dg:blockNumber 13 .
}
