# There is a qualifier without a number.
#
# Violation · activity/tm-2021-labour-migration · dg:statedCount
#   The number is missing, though it is said how exact it is: add the number, or remove its qualifier.
#   Le nombre manque alors que sa précision est indiquée : ajoutez le nombre ou supprimez la précision.

DELETE DATA {
    activity:tm-2021-labour-migration dg:statedCount 100 .
}
