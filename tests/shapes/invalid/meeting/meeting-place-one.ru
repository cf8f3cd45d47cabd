# The meeting has two places.
#
# Violation · activity/ws-2019-abuja · schema:location
#   Keep one place: the city, which already says the country; record what other sources say as statements in conflict.
#   Gardez un seul lieu : la ville, qui dit déjà le pays ; consignez ce que disent d’autres sources dans des énoncés en conflit.

INSERT DATA {
    activity:ws-2019-abuja schema:location place:mar-rabat .
}
