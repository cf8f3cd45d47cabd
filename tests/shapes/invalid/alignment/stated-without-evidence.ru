# What is stated has no quote.
#
# Violation · alignment/ws-2019-abuja-gcm-o20
#   The evidence is missing: what is “stated” needs a quote of its source. Add the quote, or change the basis to reported or inferred.
#   La preuve manque : ce qui est « énoncé » doit citer sa source. Ajoutez la citation, ou choisissez le fondement « rapporté » ou « déduit ».

DELETE DATA {
    alignment:ws-2019-abuja-gcm-o20 dg:hasEvidence evidence:rabat-gcm-b12 .
}
