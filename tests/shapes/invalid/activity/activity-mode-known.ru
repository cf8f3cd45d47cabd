# The attendance mode does not exist.
#
# Violation · activity/ws-2020-migdev · dg:hasAttendanceMode
#   Choose the attendance mode among: in-person, online, hybrid.
#   Choisissez le mode de participation parmi : en présentiel (in-person), en ligne (online), hybride (hybrid).

DELETE DATA {
    activity:ws-2020-migdev dg:hasAttendanceMode attendance-mode:in-person .
} ;
INSERT DATA {
    activity:ws-2020-migdev dg:hasAttendanceMode attendance-mode:on-site .
}
