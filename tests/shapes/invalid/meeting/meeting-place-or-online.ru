# The meeting in person has no place.
#
# Warning · activity/ws-2019-abuja
#   The place is missing: add the city or country where the meeting took place, or say that it was held online.
#   Le lieu manque : ajoutez la ville ou le pays où la réunion a eu lieu, ou indiquez qu’elle s’est tenue en ligne.

DELETE DATA {
    activity:ws-2019-abuja schema:location place:nga-abuja .
}
