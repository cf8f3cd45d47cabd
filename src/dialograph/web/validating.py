"""``/validate``: what the gate would say of data, which nobody keeps; a page to paste it into."""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from dialograph import formats
from dialograph.engine.interface import BusyError
from dialograph.errors import DialographError
from dialograph.limits import QUERY_BYTES_MAX
from dialograph.repository.interface import Part, Verdict
from dialograph.repository.judges import Judges
from dialograph.web import verdicts
from dialograph.web.answers import Answers
from dialograph.web.bodies import read_documents, spooled
from dialograph.web.graph_store import MULTIPART
from dialograph.web.holding import Held, Holding
from dialograph.web.pages import Pages, Words
from dialograph.web.problems import INTERNAL, NOT_ACCEPTABLE, Problem
from dialograph.web.responses import joined, language_of, page, respond, wants_page
from dialograph.web.sparql_request import FORM
from dialograph.web.surfaces import Surface, decoded, problem_of_change, while_there
from dialograph.web.write_problems import BAD_DATA

BODY_BYTES_MAX = 4_000_000
"""The longest data that anybody may have judged; who has a token may ask more with ``dry-run``."""

_AT_ONCE, _EACH_MAX, _WAITING_MAX = 2, 2, 8
_JSON, _TEXT = "application/json", "text/plain"


@dataclass(frozen=True)
class _Sent:
    """What a person has put into the page.

    Args:
        text: the data, where it was pasted.
        syntax: the name of its format.
    """

    text: str = ""
    syntax: str = formats.TURTLE.name


class Validation:
    """Has data judged for whoever sends it.

    Args:
        answers: knows who asks, and the settings.
        pages: renders the page.
        judges: has it judged.
    """

    def __init__(self, answers: Answers, pages: Pages, judges: Judges) -> None:
        self._answers = answers
        self._settings = answers.settings
        self._pages = pages
        self._judges = judges
        self._holding = Holding(_WAITING_MAX * BODY_BYTES_MAX)
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._asking: Counter[str] = Counter()

    async def form(self, request: Request) -> ASGIApp:
        """The page."""
        return page(request, await self._rendered(request, _Sent()))

    async def judge(self, request: Request) -> ASGIApp:
        """Judge what is sent, and tell what was found in the form that ``Accept`` prefers.

        The answer is 200 whatever the findings: they are what was asked for.

        Raises:
            Problem: 400 for data that makes no sense; 406; what bodies refuse.
            DialographError: there is no gate, or no time for this.
        """
        sent = _Sent()
        try:
            choice = _choice(request)
            with Held(self._holding) as held:
                file, parts, sent = await self._read(request, held)
                with file, self._place_for(self._answers.client_of(request)):
                    verdict = await while_there(request, self._judged(file, parts))
        except (Problem, DialographError) as error:
            problem = problem_of_change(error, BAD_DATA)
            if problem.kind is INTERNAL or not wants_page(request):
                raise
            html = await self._rendered(request, sent, problem=problem)
            shown = page(request, html, status=problem.kind.status)
            shown.headers.update(problem.headers)
            return shown
        if choice == formats.HTML.media_type:
            return page(request, await self._rendered(request, sent, verdict=verdict), private=True)
        return await self._told(request, verdict, choice)

    # --- Taking in -----------------------------------------------------------------------------

    async def _read(self, request: Request, held: Held) -> tuple[BinaryIO, tuple[Part, ...], _Sent]:
        """The data, and what the page shows again of it."""
        folder, base_iri = self._settings.data_dir, self._settings.base_iri
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != FORM:
            size = BODY_BYTES_MAX
            file, parts = await read_documents(
                request, held, size=size, folder=folder, base_iri=base_iri
            )
            return file, parts, _Sent()
        with await spooled(request, held, size=QUERY_BYTES_MAX, folder=folder) as encoded:
            asked = decoded(encoded.read(), BAD_DATA)
        text = "".join(asked.get("text", ())).replace("\r\n", "\n")
        syntax = formats.named("".join(asked.get("syntax", ())), formats.GRAPH_FORMATS)
        if not text.strip() or syntax is None:
            raise Problem(
                BAD_DATA,
                "There is nothing to check: paste data, and choose the syntax that it is in.",
                french="Il n’y a rien à vérifier : collez des données et choisissez leur syntaxe.",
            )
        data = text.encode()
        file = os.fdopen(os.memfd_create("data"), "w+b")
        file.write(data)
        file.seek(0)
        return file, (Part(syntax.name, len(data), base_iri),), _Sent(text, syntax.name)

    async def _judged(self, file: BinaryIO, parts: tuple[Part, ...]) -> Verdict:
        async with self._turn:
            return await self._judges.validate(parts, file)

    @contextmanager
    def _place_for(self, client: str) -> Iterator[None]:
        """Let a few wait, and no client in all their places."""
        if self._asking[client] >= _EACH_MAX or self._asking.total() >= _WAITING_MAX:
            raise BusyError(
                "Other data is being checked.",
                "Send yours again in a moment.",
                french="D’autres données sont en cours de vérification.",
            )
        self._asking[client] += 1
        try:
            yield
        finally:
            self._asking[client] -= 1
            if not self._asking[client]:
                del self._asking[client]

    # --- Telling -------------------------------------------------------------------------------

    async def _told(self, request: Request, verdict: Verdict, media_type: str) -> Response:
        language = language_of(request)
        headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-store"}
        if media_type == _JSON:
            told = verdicts.as_json(verdict)
            body = json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"
        elif media_type == _TEXT:
            headers["Content-Language"] = language
            body = verdicts.as_text(verdict, language).encode()
        else:
            written = next(
                each for each in verdicts.REPORT_FORMATS if each.media_type == media_type
            )
            body = await run_in_threadpool(verdicts.as_rdf, verdict.new, written)
        return respond(request, body, media_type, headers=headers)

    async def _rendered(
        self,
        request: Request,
        sent: _Sent,
        *,
        verdict: Verdict | None = None,
        problem: Problem | None = None,
    ) -> str:
        language, bases = language_of(request), self._pages.id_bases
        told = None if verdict is None else verdicts.resources(verdict, language, bases)
        words = Words(language)
        return await run_in_threadpool(
            self._pages.render,
            request,
            "validate.html",
            sent=sent,
            syntaxes=formats.GRAPH_FORMATS,
            endings=[f".{each.extension}" for each in formats.GRAPH_FORMATS],
            verdict=verdict,
            figures=verdicts.in_figures(verdict, words) if verdict is not None else "",
            resources=told,
            more=len(verdict.new.results) - verdicts.TOLD_MAX if verdict is not None else 0,
            problem=problem,
        )


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """The page, and the address that programs send data to.

    Args:
        answers: knows what every response says.
        pages: renders the page.
    """
    validation = Validation(answers, pages, Judges(answers.pool, answers.settings))
    handlers = {"GET": validation.form, "POST": validation.judge}
    listed = ", ".join([*(each.media_type for each in formats.GRAPH_FORMATS), MULTIPART])
    surface = Surface(answers, pages, handlers, BAD_DATA, {"Accept-Post": listed})
    return [Route("/validate", surface, name="validate")]


def _choice(request: Request) -> str:
    """The media type of the answer; RDF when the client does not say."""
    types = [*(each.media_type for each in verdicts.REPORT_FORMATS), _JSON, "text/html", _TEXT]
    offers = [(each, (each,)) for each in types]
    choice = formats.negotiate(joined(request.headers, "accept"), offers)
    if choice is None:
        listed = ", ".join(types)
        raise Problem(
            NOT_ACCEPTABLE,
            f"The report can be written as {listed}.",
            {"Vary": "Accept"},
            french=f"Le rapport peut s’écrire en {listed}.",
        )
    return choice.media_type
