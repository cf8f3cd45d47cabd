# The shape is switched off.
#
# Warning · https://example.org/shapes#event-end · sh:deactivated
#   This shape is switched off: remove the switch, or the shape.
#   Cette forme est désactivée : supprimez la désactivation ou la forme.

INSERT DATA {
    <https://example.org/shapes#event-end> sh:deactivated true .
}
