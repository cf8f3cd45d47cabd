"""How pages ask: through the pool, its bounds and its cache, like everybody."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request

from dialograph import formats
from dialograph.catalog.answers import Row as PlainRow
from dialograph.engine.exchange import Outcome
from dialograph.engine.preview import Preview
from dialograph.engine.tasks import Spooled
from dialograph.web.answer_cells import Cell
from dialograph.web.answers import Answers
from dialograph.web.plans import Plan, plan
from dialograph.web.problems import telling
from dialograph.web.sparql_request import SparqlRequest, read_address
from dialograph.web.waiting import ask_version

Row = dict[str, Cell]
_KEPT_ROWS_MAX = 10_000
"""So many rows are kept as they were read, so that a list is not read anew for each page."""


class Reader:
    """Puts queries of ours in the name of whoever asked for a page.

    Args:
        answers: the pool, the cache, and the version that is served.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._kept: dict[tuple[str, str], Sequence[Row]] = {}

    def version(self, request: Request) -> str:
        """What stands for the version that a request is about: the current one, as a rule.

        Args:
            request: may ask for another one by its number, with ``version``.

        Raises:
            Problem: the number is none, or there is no such version, or no more.
        """
        number = read_address(request.scope["query_string"]).version
        with telling():
            history = self._answers.history
            return self._answers.version if number is None else history.revision(number)

    async def preview(self, request: Request, query: str) -> Preview:
        """The beginning of an answer, as a page shows it.

        Args:
            request: in whose name to ask.
            query: what.

        Raises:
            Problem: there is no answer.
        """
        made = self._plan(request, query, formats.HTML)
        outcome, _ = await self._asked(request, made)
        told = Preview(*pickle.loads(outcome.body))  # noqa: S301 - from a process of ours
        return replace(told, volatile=outcome.volatile)

    async def rows(self, request: Request, query: str) -> Sequence[Row]:
        """The rows of a SELECT, each with the cells that have a value, by name of column.

        Args:
            request: in whose name to ask.
            query: what.

        Raises:
            Problem: there is no answer.
        """
        made = self._plan(request, query, formats.JSON)
        key = (made.version, query)
        if key in self._kept:
            return self._kept[key]
        version, body = await self._whole(request, made)
        key = (version, query)
        results = json.loads(body)
        rows = [
            {name: _cell(value) for name, value in binding.items()}
            for binding in results["results"]["bindings"]
        ]
        # An answer without a row takes room too.
        if sum(len(each) + 1 for each in self._kept.values()) + len(rows) > _KEPT_ROWS_MAX:
            self._kept.clear()
        if len(rows) <= _KEPT_ROWS_MAX:
            self._kept[key] = rows
        return rows

    async def plain(self, request: Request, query: str) -> list[PlainRow]:
        """The rows of a SELECT as values with their languages; see :meth:`rows`."""
        return [
            {name: (cell.text, cell.language) for name, cell in row.items()}
            for row in await self.rows(request, query)
        ]

    async def graph(self, request: Request, query: str) -> tuple[str, bytes]:
        """The graph of a CONSTRUCT, in N-Triples, after the version that it is from.

        Args:
            request: in whose name to ask.
            query: what.

        Raises:
            Problem: there is no answer.
        """
        return await self._whole(request, self._plan(request, query, formats.NTRIPLES))

    def _plan(self, request: Request, query: str, wanted: formats.Format) -> Plan:
        asked = SparqlRequest(query, (), (), (wanted.name,))
        return plan(asked, self.version(request), None, None, "")

    async def _whole(self, request: Request, made: Plan) -> tuple[str, bytes]:
        kept = self._answers.kept(made)
        if kept is not None:
            return made.version, kept.body
        outcome, spooled = await self._asked(request, made)
        # A change may have come in between: the answer is then of the version after it.
        told = made.at(outcome.version)
        answer = self._answers.keep(told, outcome, spooled)
        if answer is not None:
            return told.version, answer.body
        body = b"".join(spooled.chunks()) if spooled is not None else outcome.body
        return told.version, body

    async def _asked(self, request: Request, made: Plan) -> tuple[Outcome, Spooled | None]:
        number = read_address(request.scope["query_string"]).version
        with telling():
            return await ask_version(self._answers, request, made, number)


def _cell(value: dict[str, str]) -> Cell:
    is_iri = value["type"] == "uri"
    return Cell(
        value["value"],
        iri=value["value"] if is_iri else "",
        language=value.get("xml:lang", ""),
        datatype=value.get("datatype", ""),
    )
