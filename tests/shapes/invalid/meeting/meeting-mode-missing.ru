# Nothing says how people met.
#
# Warning · activity/ws-2019-abuja · dg:hasAttendanceMode
#   The attendance mode is missing: say whether people met in person, online or both ways (hybrid).
#   Le mode de participation manque : dites si la réunion s’est tenue en présentiel, en ligne ou des deux façons (hybride).

DELETE DATA {
    activity:ws-2019-abuja dg:hasAttendanceMode attendance-mode:in-person .
}
