"""What is written: one activity of the Rabat Process with its participations, each time as another.

And the smallest graph that has room for it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.generate import Dataset
from bench.original import ID, Statement, kind, read_statements
from bench.template import RABAT
from dialograph.vocab import BASE, DG, RDF, SKOS

ACTIVITY = f"{ID}activity/som-2019-ouagadougou"
"""Seven participations, more than the median: countries, groups of countries, organisations."""
_NAMING = (str(SKOS.prefLabel), str(DG.officialTitle), str(DG.editorialTitle))
"""What says the name; each of them has to say the same one."""
_FIRST = tuple(f"{BASE}graphs/{name}" for name in ("ontology", "gcm", "places"))
_FILL = f"{BASE}graphs/dialogues"
_OF = ("organisation",)
"""What others name without being named by an entry."""


@dataclass(frozen=True)
class Entry:
    """An activity with its participations, as somebody enters it.

    Args:
        iri: of the activity.
        name: its English name, which no other has.
        triples: N-Triples lines, which are Turtle too; no blank nodes.
    """

    iri: str
    name: str
    triples: tuple[str, ...]

    @property
    def document(self) -> bytes:
        """The statements, to be added to a graph."""
        return "".join(self.triples).encode()

    @property
    def insertion(self) -> bytes:
        """An update that adds them."""
        return f"INSERT DATA {{ GRAPH <{RABAT}> {{\n{''.join(self.triples)}}} }}".encode()

    @property
    def removal(self) -> bytes:
        """An update that removes them again."""
        return f"DELETE DATA {{ GRAPH <{RABAT}> {{\n{''.join(self.triples)}}} }}".encode()


def entry(number: int) -> Entry:
    """The activity as one that nobody has entered.

    Args:
        number: any that was not used before.
    """
    own, statements = _original()
    renamed = {iri: f"<{iri}-{number}>" for iri in own}
    lines, called = [], ""
    for each in statements:
        terms = [renamed.get(getattr(term, "value", ""), str(term)) for term in each.terms]
        if each.predicate in _NAMING:
            end = terms[2].rindex('"')
            terms[2] = f"{terms[2][:end]} · {number}{terms[2][end:]}"
        if each.subject == ACTIVITY and each.point:
            called = f"{each.point} · {number}"
        lines.append(" ".join([*terms, ".\n"]))
    return Entry(f"{ACTIVITY}-{number}", called, tuple(lines))


def little(folder: Path, triples: int) -> Dataset:
    """A part of the shipped graph: without the Rabat Process, but with all that an entry names.

    Args:
        folder: where the file goes.
        triples: how many statements to make; at least those of the ontology, of places and of the
            Compact's objectives, which is some 8,000.
    """
    own, statements = _original()
    named = {each.value for each in statements} - own
    every = list(read_statements())
    rest = [each for each in every if each.graph not in _FIRST]
    needed = {each.subject for each in rest if each.subject in named or kind(each.subject) in _OF}
    kept = [each for each in every if each.graph in _FIRST]
    kept += [each for each in rest if each.subject in needed]
    for each in rest:
        # Whole resources: half of one would be none that the shapes let pass.
        if each.graph == _FILL and each.subject not in needed:
            if len(kept) >= triples and each.subject != kept[-1].subject:
                break
            kept.append(each)
    path = folder / f"bench-little-{triples}.nq"
    content = "".join(each.line for each in kept).encode()
    path.write_bytes(content)
    points = path.with_suffix(".tsv")
    lines = (f"{iri}\t{name}\n" for iri, name in _points(kept))
    points.write_text("".join(lines), encoding="utf-8")
    graphs = len({each.graph for each in kept})
    return Dataset(path, points, len(kept), 0, graphs, hashlib.sha256(content).hexdigest())


@cache
def _original() -> tuple[frozenset[str], Sequence[Statement]]:
    """The activity and its participations, and what is stated of them."""
    graph = [each for each in read_statements() if each.graph == RABAT]
    taking = (str(DG.takesPartIn), ACTIVITY)
    own = frozenset(each.subject for each in graph if (each.predicate, each.value) == taking)
    own |= {ACTIVITY}
    return own, [each for each in graph if each.subject in own]


def _points(statements: Sequence[Statement]) -> list[tuple[str, str]]:
    """What has one class and one English name, with it."""
    classes = Counter(each.subject for each in statements if each.predicate == str(RDF.type))
    names: dict[str, list[str]] = defaultdict(list)
    for each in statements:
        value = each.terms[2]
        if each.predicate == str(SKOS.prefLabel) and getattr(value, "language", "") == "en":
            names[each.subject].append(getattr(value, "value", ""))
    return [
        (iri, found[0])
        for iri, found in names.items()
        if iri.startswith(ID) and len(found) == classes[iri] == 1
    ]
