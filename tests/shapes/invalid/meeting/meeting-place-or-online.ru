# Nothing says where the meeting took place, nor how people met.
#
# Warning · activity/ws-2019-abuja
#   The place is missing: add the city or country where the meeting took place, or say that it was held online.
#   Le lieu manque : ajoutez la ville ou le pays où la réunion a eu lieu, ou indiquez qu’elle s’est tenue en ligne.
# Warning · activity/ws-2019-abuja · dg:hasAttendanceMode
#   The attendance mode is missing: say whether people met in person, online or both ways (hybrid).
#   Le mode de participation manque : dites si la réunion s’est tenue en présentiel, en ligne ou des deux façons (hybride).

DELETE DATA {
    activity:ws-2019-abuja schema:location place:nga-abuja ;
        dg:hasAttendanceMode attendance-mode:in-person .
}
