# One alignment has no basis, the other two.
#
# Violation · alignment/ws-2019-abuja-gcm-o20 · dg:hasBasis
#   Say on what this rests, exactly one basis: stated, reported or inferred.
#   Dites sur quoi cela repose, un seul fondement : énoncé, rapporté ou déduit.
# Violation · alignment/ws-2019-abuja-map-d1 · dg:hasBasis
#   Say on what this rests, exactly one basis: stated, reported or inferred.
#   Dites sur quoi cela repose, un seul fondement : énoncé, rapporté ou déduit.

DELETE DATA {
    alignment:ws-2019-abuja-map-d1 dg:hasBasis alignment-basis:reported .
} ;
INSERT DATA {
    alignment:ws-2019-abuja-gcm-o20 dg:hasBasis alignment-basis:reported .
}
