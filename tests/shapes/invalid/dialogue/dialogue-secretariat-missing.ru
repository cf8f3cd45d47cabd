# Nobody is named as secretariat.
#
# Info · dialogue/rabat-process · dg:secretariatName
#   Say who runs the secretariat, or that there is none.
#   Dites qui assure le secrétariat, ou qu’il n’y en a pas.

DELETE DATA {
    dialogue:rabat-process dg:secretariatName "ICMPD (support)"@en , "ICMPD (appui)"@fr .
}
