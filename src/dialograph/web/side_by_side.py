"""``/frameworks``: two frameworks side by side, by what the record says ties them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph import iris
from dialograph.catalog.front_matter import FrontMatter
from dialograph.catalog.parameters import Parameter, Term
from dialograph.catalog.queries import NamedQuery, shipped_catalog
from dialograph.catalog.spelling import read_values, spelled
from dialograph.web.answer_tables import named
from dialograph.web.answers import Answers
from dialograph.web.asked import Asked
from dialograph.web.pages import Pages, Words
from dialograph.web.query_forms import LANGUAGE, fields
from dialograph.web.reading import Reader, Row
from dialograph.web.responses import page
from dialograph.web.saying import Saying

_SIDES = ("first", "second")
_COMPACT = str(iris.resource("framework", "gcm"))


def _side(name: str, english: str, french: str, framework: str) -> Parameter:
    return Parameter(
        name,
        f"_{name}_iri",
        "iri",
        {"en": english, "fr": french},
        default=str(iris.resource("framework", framework)),
        kinds=("framework",),
        slugs_of="framework",
    )


PAIR = NamedQuery(
    "frameworks",
    "SELECT * WHERE {}",
    "SELECT",
    replace(
        FrontMatter(
            {"en": "What ties two frameworks?", "fr": "Qu’est-ce qui relie deux cadres ?"},
            {"en": "", "fr": ""},
            ("frameworks",),
            (),
        ),
        parameters=(
            _side("first", "On the left", "À gauche", "map"),
            _side("second", "On the right", "À droite", "cap"),
        ),
    ),
)
"""What the page takes; it is put to no engine: the queries of the catalogue are."""


@dataclass(frozen=True)
class Element:
    """A part of a framework.

    Args:
        iri: which.
        notation: its number; may be empty.
        label: its name, and
        language: the language of that.
    """

    iri: str
    notation: str
    label: str
    language: str


@dataclass(frozen=True)
class Tie:
    """What ties a part of a framework to an objective.

    Args:
        element: the part.
        is_mapped: whether a mapping says so.
        works: how many activities and documents are aligned with both.
    """

    element: Element
    is_mapped: bool
    works: int


@dataclass(frozen=True)
class Side:
    """One of the two frameworks.

    Args:
        iri: which.
        label: its name, and
        language: the language of that.
        parts: how many parts it has in the record.
        ties: what ties it to the Global Compact, by objective; None for the Compact itself.
        file: the same as a file.
    """

    iri: str
    label: str
    language: str
    parts: int
    ties: Mapping[str, Sequence[Tie]] | None
    file: str


@dataclass(frozen=True)
class Link:
    """What ties parts of two frameworks.

    Args:
        first: a part of the one.
        second: a part of the other.
        through: the part of a third framework with which both are mapped; None when they are
            mapped with each other.
        basis: what the mappings rest on.
    """

    first: Element
    second: Element
    through: Element | None
    basis: tuple[str, ...]


class _SideBySide:
    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._pages = pages
        self._reader = Reader(answers)

    async def page(self, request: Request) -> Response:
        """The two frameworks by objective of the Global Compact, and with each other."""
        words = self._pages.words(request)
        asked = Asked(PAIR, request, words.language)
        form = await fields(request, self._reader, PAIR, words, asked.values, faults=asked.faults)
        shown: dict[str, Any] = {"sides": (), "objectives": (), "links": ()}
        if not asked.faults:
            shown = await self._found(request, words, asked)
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "frameworks.html",
            say=Saying(words, self._pages),
            fields=form,
            problem=asked.problem() if asked.faults else None,
            **shown,
        )
        return page(request, html, status=asked.status, lasts=True)

    async def _found(self, request: Request, words: Words, asked: Asked) -> dict[str, Any]:
        chosen = [self._iri(asked, side) for side in _SIDES]
        trees = [await self._tree(request, words, each) for each in chosen]
        names = await named(request, self._reader, sorted(set(chosen)), words.language)
        ties = [
            await self._ask(request, words, "framework-mapped-to-gcm", framework=each)
            for each in chosen
        ]
        objectives = await self._ask(request, words, "gcm-objectives")
        mappings = await self._ask(request, words, "framework-mappings")
        return {
            "sides": [
                Side(
                    iri,
                    *names.get(iri, (iris.shorten(iri), "")),
                    len(tree),
                    None if iri == _COMPACT else _by_objective(rows),
                    _address(iri),
                )
                for iri, tree, rows in zip(chosen, trees, ties, strict=True)
            ],
            "objectives": [_objective(row, words.language) for row in objectives],
            "links": links(mappings, *trees),
        }

    async def _tree(self, request: Request, words: Words, framework: str) -> dict[str, Element]:
        rows = await self._ask(request, words, "framework-tree", framework=framework)
        return {row["element"].iri: _element(row, "element", "notation") for row in rows}

    async def _ask(self, request: Request, words: Words, name: str, **values: str) -> Sequence[Row]:
        catalog = await run_in_threadpool(shipped_catalog)
        query = catalog.find(name)
        known = {each.name for each in query.parameters}
        given = {**values, **({LANGUAGE: words.language} if LANGUAGE in known else {})}
        terms, _ = read_values(query, given)
        return await self._reader.rows(request, spelled(query, terms))

    @staticmethod
    def _iri(asked: Asked, side: str) -> str:
        term: Term | None = asked.terms.get(side)
        default = next(each.default or "" for each in PAIR.parameters if each.name == side)
        return default if term is None else term.value


def links(
    mappings: Iterable[Row], first: Mapping[str, Element], second: Mapping[str, Element]
) -> list[Link]:
    """What ties two frameworks, by mappings: with each other, or both with the same third part.

    Args:
        mappings: the rows of the named query ``framework-mappings``.
        first: the parts of the one, by IRI, and
        second: those of the other.
    """
    ends: defaultdict[str, dict[str, str]] = defaultdict(dict)
    others: dict[str, Element] = {}
    for row in mappings:
        for name, far in (("subject", "object"), ("object", "subject")):
            ends[row[name].iri][row[far].iri] = (
                row["basisLabel"].text if "basisLabel" in row else ""
            )
            others.setdefault(row[name].iri, _element(row, name, ""))
    found = []
    for iri, element in first.items():
        for far, basis in ends[iri].items():
            if far in second:
                found.append(Link(element, second[far], None, (basis,)))
                continue
            if far in first:
                continue
            found += [
                Link(element, second[end], others[far], tuple(dict.fromkeys((basis, other))))
                for end, other in ends[far].items()
                if end in second and end != iri
            ]
    return found


def _element(row: Row, name: str, notation: str) -> Element:
    cell = row.get(f"{name}Label", row[name])
    text = cell.text if f"{name}Label" in row else iris.shorten(cell.text)
    return Element(
        row[name].iri, row[notation].text if notation in row else "", text, cell.language
    )


def _objective(row: Row, language: str) -> Element:
    own = language.capitalize()
    wanted = [f"{kind}{tag}" for tag in (own, "En", "Fr") for kind in ("short", "title")]
    cell = next((row[each] for each in wanted if each in row), row["objective"])
    return Element(row["objective"].iri, row["notation"].text, cell.text, cell.language)


def _by_objective(rows: Iterable[Row]) -> dict[str, list[Tie]]:
    found: defaultdict[str, list[Tie]] = defaultdict(list)
    for row in rows:
        element = _element(row, "element", "elementNotation")
        works, mappings = int(row["sharedWorks"].text), int(row["mappings"].text)
        found[row["objective"].iri].append(Tie(element, mappings > 0, works))
    return dict(found)


def _address(framework: str) -> str:
    """The file with what ties a framework to the Global Compact."""
    slug = iris.shorten(framework).removeprefix("framework/")
    return f"/queries/framework-mapped-to-gcm.csv?{urlencode({'framework': slug})}"


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """Two frameworks side by side.

    Args:
        answers: answers.
        pages: renders.
    """
    return [
        Route("/frameworks", _SideBySide(answers, pages).page, methods=["GET"], name="frameworks")
    ]
