"""Whether two answers are the same: the same terms, up to the names of blank nodes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from conformance import turtle_terms
from conformance.answers import Answer, Boolean, Row, Table, Triples
from conformance.rdf import XSD, Term

_Colours = Mapping[str, int]

_WHOLE = frozenset({XSD + name for name in ("integer", "decimal", "int", "long", "short", "byte")})
_FLOATING = frozenset({f"{XSD}double", f"{XSD}float"})
_DATED = frozenset({f"{XSD}date", f"{XSD}dateTime", f"{XSD}time"})

LEXICAL = "the same values in another lexical form"
"""What :func:`difference` says of an answer that is wrong in nothing but how it writes values."""


def difference(expected: Answer, got: Answer, *, lax: bool = False) -> str:
    """What distinguishes an answer from the expected one, in a few words; nothing if they match.

    Args:
        expected: what should have come; it says whether order counts.
        got: what came.
        lax: whether a row may come less often than expected, though at least once.
    """
    if isinstance(expected, Boolean) and isinstance(got, Boolean):
        return "" if expected == got else f"{got}, expected {expected}"
    if isinstance(expected, Triples) and isinstance(got, Triples):
        return _rows_differ(sorted(expected.rows, key=str), sorted(got.rows, key=str), "triples")
    if not isinstance(expected, Table) or not isinstance(got, Table):
        return f"a {type(got).__name__.lower()}, expected a {type(expected).__name__.lower()}"
    return _tables_differ(expected, got, lax=lax)


def _tables_differ(expected: Table, got: Table, *, lax: bool) -> str:
    if expected.variables != got.variables:
        return f"variables {' '.join(got.variables)}, expected {' '.join(expected.variables)}"
    if lax:
        return _lax_difference(expected.rows, got.rows)
    if expected.ordered and not _rows_differ(expected.rows, got.rows, "rows"):
        numbered = _rows_differ(_numbered(expected.rows), _numbered(got.rows), "rows")
        return "the right rows in another order" if numbered else ""
    return _rows_differ(expected.rows, got.rows, "rows")


def _lax_difference(expected: Sequence[Row], got: Sequence[Row]) -> str:
    distinct = _rows_differ(list(set(expected)), list(set(got)), "distinct rows")
    if distinct:
        return distinct
    # The suites have no blank nodes here, so that rows can be counted as they are.
    most = Counter(expected)
    return "a row too often" if any(n > most[row] for row, n in Counter(got).items()) else ""


def _numbered(rows: Sequence[Row]) -> list[Row]:
    return [(ox.Literal(str(number)), *row) for number, row in enumerate(rows)]


def _rows_differ(expected: Sequence[Row], got: Sequence[Row], what: str) -> str:
    if isomorphic(expected, got):
        return ""
    if len(expected) != len(got):
        return f"{len(got)} {what}, expected {len(expected)}"
    if isomorphic([_by_value(row) for row in expected], [_by_value(row) for row in got]):
        return f"other {what}: {LEXICAL}"
    return f"other {what}"


def isomorphic(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether renaming blank nodes, each to another, makes two multisets of rows the same."""
    if len(left) != len(right):
        return False
    return _match(left, right, dict.fromkeys(_blanks(left), 0), dict.fromkeys(_blanks(right), 0))


def _match(left: Sequence[Row], right: Sequence[Row], ours: _Colours, theirs: _Colours) -> bool:
    """Refine colours until they tell all nodes apart; where they cannot, try each pairing."""
    ours, theirs = _refine(left, ours), _refine(right, theirs)
    if _coloured(left, ours) != _coloured(right, theirs):
        return False
    sizes = Counter(ours.values())
    if sizes != Counter(theirs.values()):
        return False
    alike = sorted((size, colour) for colour, size in sizes.items() if size > 1)
    if not alike:
        return True
    colour = alike[0][1]
    fresh = max(sizes) + 1
    chosen = next(name for name in ours if ours[name] == colour)
    return any(
        _match(left, right, {**ours, chosen: fresh}, {**theirs, name: fresh})
        for name in theirs
        if theirs[name] == colour
    )


def _refine(rows: Sequence[Row], colours: _Colours) -> _Colours:
    """Tell nodes apart by the rows in which they stand, as often as that helps."""
    while True:
        seen: dict[str, list[str]] = {name: [] for name in colours}
        for row in rows:
            for name in _blanks([row]):
                seen[name].append(repr(_shape(row, colours, name)))
        # Equal on both sides for equal surroundings: made of nothing but colours and terms.
        signatures = {name: (colours[name], *sorted(found)) for name, found in seen.items()}
        refined = {name: hash(signature) for name, signature in signatures.items()}
        if len(set(refined.values())) == len(set(colours.values())):
            return refined
        colours = refined


def _coloured(rows: Sequence[Row], colours: _Colours) -> Counter[str]:
    return Counter(repr(_shape(row, colours)) for row in rows)


def _shape(row: Row, colours: _Colours, focus: str = "") -> tuple[object, ...]:
    return tuple(_paint(term, colours, focus) for term in row)


def _paint(term: Term | None, colours: _Colours, focus: str) -> object:
    if isinstance(term, ox.BlankNode):
        return "*" if term.value == focus else colours[term.value]
    if isinstance(term, ox.Triple):
        return tuple(_paint(part, colours, focus) for part in term)
    return None if term is None else str(term)


def _blanks(rows: Sequence[Row]) -> list[str]:
    found: dict[str, None] = {}

    def look(term: Term | None) -> None:
        if isinstance(term, ox.BlankNode):
            found[term.value] = None
        elif isinstance(term, ox.Triple):
            for part in term:
                look(part)

    for row in rows:
        for term in row:
            look(term)
    return list(found)


def _by_value(row: Row) -> Row:
    return tuple(_canonical(term) for term in row)


def _canonical(term: Term | None) -> Term | None:
    """A term with one lexical form for each value: of numbers, truth values and time zones."""
    if isinstance(term, ox.Triple):
        subject, object_ = _canonical(term.subject), _canonical(term.object)
        assert subject is not None
        assert object_ is not None
        return turtle_terms.triple(subject, term.predicate, object_)
    if not isinstance(term, ox.Literal):
        return term
    value = _canonical_form(term.value, term.datatype.value)
    return term if value == term.value else ox.Literal(value, datatype=term.datatype)


def _canonical_form(value: str, datatype: str) -> str:
    try:
        if datatype in _WHOLE:
            return str(Decimal(value).normalize())
        if datatype in _FLOATING:
            return repr(float(value))
    except (ValueError, InvalidOperation):
        return value
    if datatype == f"{XSD}boolean":
        return {"1": "true", "0": "false"}.get(value, value)
    return re.sub(r"[+-]00:00$", "Z", value) if datatype in _DATED else value
