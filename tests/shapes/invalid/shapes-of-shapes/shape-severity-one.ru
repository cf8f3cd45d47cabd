# One shape has no severity, the other two.
#
# Violation · https://example.org/shapes#event-end · sh:severity
#   Say how grave the fault is, exactly once: sh:Violation, sh:Warning or sh:Info.
#   Indiquez une seule fois la gravité du défaut : sh:Violation, sh:Warning ou sh:Info.
# Violation · https://example.org/shapes#event-mode · sh:severity
#   Say how grave the fault is, exactly once: sh:Violation, sh:Warning or sh:Info.
#   Indiquez une seule fois la gravité du défaut : sh:Violation, sh:Warning ou sh:Info.

DELETE DATA {
    <https://example.org/shapes#event-end> sh:severity sh:Violation .
} ;
INSERT DATA {
    <https://example.org/shapes#event-mode> sh:severity sh:Info .
}
