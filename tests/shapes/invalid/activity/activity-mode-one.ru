# The meeting was held in person and hybrid.
#
# Violation · activity/ws-2020-migdev · dg:hasAttendanceMode
#   Keep one attendance mode: in person, online or hybrid (both).
#   Gardez un seul mode de participation : en présentiel, en ligne ou hybride (les deux).

INSERT DATA {
    activity:ws-2020-migdev dg:hasAttendanceMode attendance-mode:hybrid .
}
