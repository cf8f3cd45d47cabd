# The meeting in person has no place.
#
# Violation · activity/ws-2019-abuja
#   People met in a place, and the place is missing: add the city or country, or leave the attendance mode out until it is known.
#   La réunion s’est tenue en présentiel, au moins en partie, mais le lieu manque : ajoutez la ville ou le pays, ou retirez le mode de participation tant que le lieu n’est pas connu.

DELETE DATA {
    activity:ws-2019-abuja schema:location place:nga-abuja .
}
