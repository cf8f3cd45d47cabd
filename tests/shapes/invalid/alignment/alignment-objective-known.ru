# The alignment serves a whole framework.
#
# Violation · alignment/ws-2019-abuja-map-d1 · dg:alignsWith
#   The objective served is not a known objective or element of a framework: check its identifier, such as objective/gcm-o9.
#   L’objectif servi n’est pas un objectif ou un élément connu d’un cadre : vérifiez son identifiant, par exemple objective/gcm-o9.

DELETE DATA {
    alignment:ws-2019-abuja-map-d1 dg:alignsWith element:map-d1 .
    activity:ws-2019-abuja dg:contributesTo element:map-d1 .
} ;
INSERT DATA {
    alignment:ws-2019-abuja-map-d1 dg:alignsWith framework:map .
    activity:ws-2019-abuja dg:contributesTo framework:map .
}
