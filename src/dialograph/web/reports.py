"""``/report``: what a dialogue did on each objective of a framework, as a page and as files."""

from __future__ import annotations

import asyncio
import hashlib
from base64 import b64encode
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph import iris
from dialograph.catalog.spelling import Fault
from dialograph.languages import spoken
from dialograph.publish.coverage_queries import in_use
from dialograph.report import asking, hypertext, telling
from dialograph.report.model import Edition, Report
from dialograph.report.writing import FORMS
from dialograph.web.answers import Answers
from dialograph.web.asked import BAD_PARAMETERS, Asked
from dialograph.web.pages import Pages, Words
from dialograph.web.pins import Pin
from dialograph.web.problems import NOT_FOUND, Problem
from dialograph.web.query_forms import LANGUAGE, fields
from dialograph.web.reading import Reader
from dialograph.web.responses import etag_of, language_of, page, respond, tell
from dialograph.web.saying import Saying

_KEPT_BYTES = 8 << 20
"""So much of what was written is kept, for who asks for the same again."""

_ATTACHED = "docx"


class _Reports:
    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._settings = answers.settings
        self._pages = pages
        self._reader = Reader(answers)
        self._turn = asyncio.Lock()
        self._written: OrderedDict[str, bytes] = OrderedDict()

    async def page(self, request: Request) -> Response:
        """The report as a page, with a form for another one."""
        words = self._pages.words(request)
        asked = Asked(asking.parameters(), request, spoken(words.language))
        report = None if asked.faults else await self._report(request, asked)
        query = asking.parameters()
        listed = {
            each.name: in_use(each, words.language)
            for each in query.parameters
            if each.name == "dialogue"
        }
        form = await fields(
            request,
            self._reader,
            query,
            words,
            asked.values,
            faults=asked.faults,
            listed=listed,
        )
        shown: Mapping[str, Any] = {"title": None, "body": None}
        if report is not None:
            shown = await run_in_threadpool(self._shown, report, words)
        given = urlencode({**asked.given, LANGUAGE: spoken(words.language)})
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "report.html",
            say=Saying(words, self._pages),
            fields=form,
            problem=asked.problem() if asked.faults else None,
            files=[
                (form.name, f"/report.{end}?{given}", form.media_type)
                for end, form in FORMS.items()
            ],
            **shown,
        )
        # Data without the dialogue that stands in for none is no fault of who asks.
        is_bad = any(each.parameter in request.query_params for each in asked.faults)
        status = BAD_PARAMETERS.status if is_bad else 200
        return page(request, html, status=status, lasts=True)

    async def file(self, request: Request) -> Response:
        """The report as a file."""
        end = request.path_params["end"]
        if end not in FORMS:
            raise Problem(NOT_FOUND)
        asked = Asked(asking.parameters(), request, spoken(language_of(request)))
        report = None if asked.faults else await self._report(request, asked)
        if report is None:
            return tell(request, asked.problem(), self._settings.base_iri, self._pages)
        form, edition = FORMS[end], report.edition
        # Where versions are kept, a file names its own; so the number is part of what it is.
        tag = etag_of(end, edition.address, edition.permalink, edition.revision, edition.produced)
        body = self._written.get(tag)
        if body is None:
            async with self._turn:  # a Word file takes a while; the others get on beside one
                body = await run_in_threadpool(form.write, report)
            self._keep(tag, body)
        how = "attachment" if end == _ATTACHED else "inline"
        headers = {
            "Content-Disposition": f'{how}; filename="{_file_name(report)}.{end}"',
            "Content-Language": report.language,
            "Vary": "Accept-Language",
        }
        if end == "html":
            headers["Content-Security-Policy"] = _policy()
        return respond(request, body, form.media_type, headers=headers, etag=tag)

    def _keep(self, tag: str, body: bytes) -> None:
        self._written[tag] = body
        while sum(map(len, self._written.values())) > _KEPT_BYTES:
            self._written.popitem(last=False)

    async def _report(self, request: Request, asked: Asked) -> Report | None:
        """The report; None when the data shows that something is wrong with what is asked."""
        texts = asking.texts(asked.terms)
        version, before = self._reader.version(request), ""
        while version != before:  # a report is of one version, whatever changes meanwhile
            rows = {name: await self._reader.plain(request, text) for name, text in texts.items()}
            version, before = self._reader.version(request), version
        faults: Sequence[Fault] = asking.faults(asked.terms, rows)
        if faults:
            asked.faults = (*asked.faults, *faults)
            return None
        edition = self._edition(request, asked)
        return await run_in_threadpool(asking.put_together, asked.terms, rows, edition)

    def _edition(self, request: Request, asked: Asked) -> Edition:
        number = Pin.of(request, self._pages.number).number
        given = {name: text for name, text in asked.given.items() if name != "version"}
        return Edition.of(self._settings.base_iri, given, number, self._reader.version(request))

    def _shown(self, report: Report, words: Words) -> dict[str, Any]:
        say = Saying(words, self._pages)
        first, *rest = telling.blocks(report)

        def link(iri: str) -> str:
            return say.path(iri) or iri

        return {
            "title": telling.title(report),
            "body": hypertext.body(rest, report.language, link),
            "heading": hypertext.body([first], report.language, link),
        }


def _file_name(report: Report) -> str:
    names = (report.dialogue.iri, report.framework.iri, report.edition.number)
    return iris.slugify(" ".join(["report", *(each.rpartition("/")[2] for each in names)]))


def _policy() -> str:
    """The one style sheet that stands in the file, and nothing else."""
    digest = b64encode(hashlib.sha256(hypertext.style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """The report and its files.

    Args:
        answers: answers.
        pages: renders.
    """
    reports = _Reports(answers, pages)
    return [
        Route("/report", reports.page, methods=["GET"], name="report"),
        Route("/report.{end}", reports.file, methods=["GET"]),
    ]
