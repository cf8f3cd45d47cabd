# The region is missing.
#
# Info · country/nga · schema:containedInPlace
#   Say in which region of the world the country lies.
#   Indiquez dans quelle région du monde se trouve le pays.

DELETE DATA {
    country:nga schema:containedInPlace place:africa .
}
