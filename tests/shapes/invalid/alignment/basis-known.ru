# The basis is a confidence.
#
# Violation · alignment/ws-2019-abuja-map-d1 · dg:hasBasis
#   Choose the basis among: stated, reported, inferred.
#   Choisissez le fondement parmi : énoncé (stated), rapporté (reported), déduit (inferred).

DELETE DATA {
    alignment:ws-2019-abuja-map-d1 dg:hasBasis alignment-basis:reported .
} ;
INSERT DATA {
    alignment:ws-2019-abuja-map-d1 dg:hasBasis confidence:page .
}
