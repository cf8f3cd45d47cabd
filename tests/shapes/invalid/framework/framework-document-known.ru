# What sets the framework out is a meeting.
#
# Violation · framework/gcm · dg:isSetOutIn
#   The document that sets out the framework is not known: check its identifier, or add the document.
#   Le document qui énonce le cadre est inconnu : vérifiez son identifiant ou ajoutez le document.

INSERT DATA {
    framework:gcm dg:isSetOutIn activity:ws-2019-abuja .
}
