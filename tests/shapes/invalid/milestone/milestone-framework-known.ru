# The milestone belongs to an objective.
#
# Violation · milestone/imrf-2022 · schema:about
#   The framework of the milestone is not known: check its identifier, such as framework/gcm.
#   Le cadre dont relève le jalon est inconnu : vérifiez son identifiant, par exemple framework/gcm.

DELETE DATA {
    milestone:imrf-2022 schema:about framework:gcm .
} ;
INSERT DATA {
    milestone:imrf-2022 schema:about objective:gcm-o20 .
}
