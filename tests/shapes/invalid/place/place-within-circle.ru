# The continent lies in its own city.
#
# Violation · country/mar · schema:containedInPlace
#   A place cannot lie in itself, even through others: correct where it lies.
#   Un lieu ne peut pas se trouver en lui-même, même indirectement : corrigez l’endroit où il se trouve.
# Violation · place/africa · schema:containedInPlace
#   A place cannot lie in itself, even through others: correct where it lies.
#   Un lieu ne peut pas se trouver en lui-même, même indirectement : corrigez l’endroit où il se trouve.
# Violation · place/mar-rabat · schema:containedInPlace
#   A place cannot lie in itself, even through others: correct where it lies.
#   Un lieu ne peut pas se trouver en lui-même, même indirectement : corrigez l’endroit où il se trouve.

INSERT DATA {
    place:africa schema:containedInPlace place:mar-rabat .
}
