"""``/dialogues``: side by side what each does, who sits in several, what none of them does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph.catalog.queries import shipped_catalog
from dialograph.catalog.spelling import read_values, spelled
from dialograph.web.answers import Answers
from dialograph.web.pages import Pages
from dialograph.web.query_forms import fields
from dialograph.web.reading import Reader, Row
from dialograph.web.responses import page
from dialograph.web.saying import Saying

_BASES = ("stated", "reported", "inferred")
_TWINS = ("states-of-dialogues", "coverage-by-dialogue", "activities-by-dialogue-and-year")
_OTHERS = "others-on-objective"


@dataclass
class Compared:
    """A dialogue of which there are activities.

    Args:
        iri: which.
        name: its name, and
        language: the language of that.
        held: how many activities were held.
        years: the first and the last year of them; empty without any.
        objectives: how many objectives of the Compact it serves, on any basis.
        states: how many states are recorded in it.
    """

    iri: str
    name: str
    language: str
    held: int = 0
    years: tuple[str, ...] = ()
    objectives: int = 0
    states: int = 0

    @property
    def short(self) -> str:
        """Its short name: what it is called in full stands in brackets after it."""
        return self.name.partition(" (")[0]


@dataclass
class State:
    """A state that sits in several of them.

    Args:
        iri: which.
        name: its name, and
        language: the language of that.
        roles: its role by dialogue.
    """

    iri: str
    name: str
    language: str
    roles: dict[str, str] = field(default_factory=dict)


class _Dialogues:
    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._pages = pages
        self._reader = Reader(answers)

    async def page(self, request: Request) -> Response:
        """The dialogues that have activities, compared."""
        words = self._pages.words(request)
        language = words.language

        async def rows(name: str) -> Sequence[Row]:
            query = shipped_catalog()[name]
            terms, _ = read_values(query, {"lang": language})
            return await self._reader.rows(request, spelled(query, terms))

        coverage = await rows("coverage-by-dialogue")
        found = _compared(coverage, await rows("activities-by-dialogue-and-year"))
        states = _states(await rows("states-of-dialogues"), found)
        untouched = [
            (row["objective"].iri, _text(row, "notation"), _name(row, "objective"))
            for row in coverage
            if row["objective"].iri not in _served(coverage)
        ]
        others = shipped_catalog()[_OTHERS]
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "dialogues.html",
            say=Saying(words, self._pages),
            found=list(found.values()),
            states=states,
            untouched=list(dict.fromkeys(untouched)),
            fields=await fields(request, self._reader, others, words, {}),
            others=f"/queries/{_OTHERS}",
            twins=[
                (shipped_catalog()[name].summary(language), f"/queries/{name}") for name in _TWINS
            ],
            files=[
                (name, f"/queries/{name}.csv?{urlencode({'lang': language})}") for name in _TWINS
            ],
        )
        return page(request, html, lasts=True)


def _compared(coverage: Sequence[Row], active: Sequence[Row]) -> dict[str, Compared]:
    found: dict[str, Compared] = {}
    for row in coverage:
        iri = row["dialogue"].iri
        one = found.setdefault(iri, Compared(iri, *_name(row, "dialogue")))
        one.objectives += any(int(row[basis].text) for basis in _BASES)
    years: defaultdict[str, list[str]] = defaultdict(list)
    for row in active:
        iri = row["dialogue"].iri
        if iri in found:
            number = int(row["held"].text)
            found[iri].held += number
            if number and "year" in row:
                years[iri].append(row["year"].text)
    for iri, each in years.items():
        found[iri].years = tuple(dict.fromkeys((min(each), max(each))))
    return found


def _states(rows: Sequence[Row], found: Mapping[str, Compared]) -> list[State]:
    """The states that sit in several of the dialogues; each counts in all it sits in."""
    states: dict[str, State] = {}
    for row in rows:
        dialogue = row["dialogue"].iri
        if dialogue in found:
            iri = row["country"].iri
            state = states.setdefault(iri, State(iri, *_name(row, "country")))
            found[dialogue].states += dialogue not in state.roles
            state.roles.setdefault(dialogue, _text(row, "roleLabel"))
    several = [each for each in states.values() if len(each.roles) > 1]
    return sorted(several, key=lambda each: (-len(each.roles), each.name.casefold()))


def _served(coverage: Sequence[Row]) -> set[str]:
    return {
        row["objective"].iri for row in coverage if any(int(row[basis].text) for basis in _BASES)
    }


def _name(row: Row, column: str) -> tuple[str, str]:
    label = row.get(f"{column}Label")
    return (label.text, label.language) if label is not None else (row[column].iri, "")


def _text(row: Row, name: str) -> str:
    return row[name].text if name in row else ""


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """The comparison.

    Args:
        answers: answers.
        pages: renders.
    """
    return [Route("/dialogues", _Dialogues(answers, pages).page, methods=["GET"], name="dialogues")]
