"""A picture of the ontology: its classes as boxes, its main properties as arrows, all links.

Where the boxes stand is decided here; what is written on them comes from the ontology. A class or
a property that the ontology no longer has is left out of the picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from dialograph.publish.ontology import Ontology
from dialograph.vocab import DG

_WIDTH, _HEIGHT = 1080, 480
_BOX = 176
_LINE, _PAD = 19, 13

_PLACES: Mapping[str, tuple[int, int]] = {
    "Participation": (98, 60),
    "Activity": (400, 60),
    "Alignment": (702, 60),
    "Evidence": (982, 60),
    "Partner": (98, 230),
    "Document": (400, 230),
    "Objective": (702, 230),
    "Statement": (982, 230),
    "Dialogue": (98, 420),
    "Framework": (400, 420),
    "Milestone": (702, 420),
}
_INSIDE = {"Meeting": "Activity", "Country": "Partner", "Organisation": "Partner"} | {
    "Project": "Partner"
}
_ARROWS = (
    # from, property, to, where its name stands on the way
    ("Participation", "takesPartIn", "Activity", 0.5),
    ("Participation", "hasPartner", "Partner", 0.5),
    ("Alignment", "aligns", "Activity", 0.5),
    ("Alignment", "aligns", "Document", 0.27),
    ("Alignment", "alignsWith", "Objective", 0.5),
    ("Activity", "contributesTo", "Objective", 0.27),
    ("Document", "contributesTo", "Objective", 0.5),
    ("Document", "documentsActivity", "Activity", 0.5),
    ("Alignment", "hasEvidence", "Evidence", 0.5),
    ("Statement", "hasEvidence", "Evidence", 0.5),
    ("Framework", "isSetOutIn", "Document", 0.5),
    ("Activity", "belongsToDialogue", "Dialogue", 0.5),
    ("Document", "belongsToDialogue", "Dialogue", 0.5),
    ("Framework", "belongsToDialogue", "Dialogue", 0.5),
)
_BORROWED = (
    # the same, for properties of other vocabularies
    ("Objective", "skos:inScheme", "Framework", 0.5),
    ("Milestone", "schema:about", "Framework", 0.5),
)


class _Box(NamedTuple):
    x: float
    y: float
    half_width: float
    half_height: float

    def edge(self, x: float, y: float) -> tuple[float, float]:
        """Where the line from the middle to a point leaves the box."""
        across, down = x - self.x, y - self.y
        scale = min(
            self.half_width / abs(across) if across else float("inf"),
            self.half_height / abs(down) if down else float("inf"),
        )
        return self.x + across * scale, self.y + down * scale


def diagram(ontology: Ontology, language: str, title: str, legend: str) -> Markup:
    """Draw the picture.

    Args:
        ontology: what is drawn.
        language: ``fr`` or ``en``.
        title: what the picture is called for whoever cannot see it; the page tells the rest.
        legend: what the dashed arrow means.
    """
    names = {
        each.iri.removeprefix(str(DG)): each.labels.get(language) or each.name
        for each in ontology.terms()
    }
    inside: dict[str, list[str]] = {name: [] for name in _PLACES}
    for name, outer in _INSIDE.items():
        if name in names:
            inside[outer].append(name)
    boxes = {
        name: _Box(x, y, _BOX / 2, _PAD + _LINE * (1 + len(inside[name])) / 2)
        for name, (x, y) in _PLACES.items()
        if name in names
    }
    arrows = [
        _arrow(boxes[start], boxes[end], prop, names[prop], place)
        for start, prop, end, place in _ARROWS
        if start in boxes and end in boxes and prop in names
    ]
    arrows += [
        _arrow(boxes[start], boxes[end], "", prop, place)
        for start, prop, end, place in _BORROWED
        if start in boxes and end in boxes
    ]
    if {"Dialogue", "Partner"} <= set(boxes):
        arrows.append(_subclass(boxes["Dialogue"], boxes["Partner"]))
    drawn = [_box(box, name, names, inside[name]) for name, box in boxes.items()]
    return Markup(
        '<figure class="chart wide diagram" tabindex="0" aria-label="{title}">'
        '<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'aria-label="{title}"><defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" '
        'markerWidth="7" markerHeight="7" orient="auto-start-reverse">'
        '<path class="head" d="M0 0.8 9.2 5 0 9.2z"/></marker></defs>{body}</svg>'
        "<figcaption>{legend}</figcaption></figure>"
    ).format(
        title=title,
        width=_WIDTH,
        height=_HEIGHT,
        body=Markup().join([*arrows, *drawn]),
        legend=legend,
    )


def _arrow(start: _Box, end: _Box, anchor: str, label: str, place: float) -> Markup:
    (x1, y1), (x2, y2) = start.edge(end.x, end.y), end.edge(start.x, start.y)
    x, y = x1 + (x2 - x1) * place, y1 + (y2 - y1) * place
    line = Markup(
        '<path class="arrow" d="M{:.1f} {:.1f}L{:.1f} {:.1f}" marker-end="url(#arrow)"/>'
    ).format(x1, y1, x2, y2)
    text = Markup('<text class="on-arrow" x="{:.1f}" y="{:.1f}">{}</text>').format(x, y, label)
    return line + (Markup('<a href="#{}">{}</a>').format(anchor, text) if anchor else text)


def _subclass(start: _Box, end: _Box) -> Markup:
    (x1, y1), (x2, y2) = start.edge(end.x, end.y), end.edge(start.x, start.y)
    return Markup(
        '<path class="arrow subclass" d="M{:.1f} {:.1f}L{:.1f} {:.1f}" marker-end="url(#arrow)"/>'
    ).format(x1, y1, x2, y2)


def _box(box: _Box, name: str, names: Mapping[str, str], inside: list[str]) -> Markup:
    left, top = box.x - box.half_width, box.y - box.half_height
    lines = [
        Markup('<a href="#{}"><text class="{}" x="{:.1f}" y="{:.1f}">{}</text></a>').format(
            each,
            "box-name" if row == 0 else "box-part",
            box.x,
            top + _PAD + _LINE * (row + 0.5),
            names[each],
        )
        for row, each in enumerate([name, *inside])
    ]
    shape = Markup(
        '<rect class="box" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
    ).format(left, top, 2 * box.half_width, 2 * box.half_height)
    return Markup("<g>{}{}</g>").format(shape, Markup().join(lines))
