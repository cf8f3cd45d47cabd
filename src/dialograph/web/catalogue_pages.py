"""``/queries``: the catalogue of named queries, as pages and as an interface for programs.

A query is asked as ``/sparql`` would ask it: its values are terms in its text, and the answer comes
through the same pool, cache and validators. The page and the files of a query are one address with
and without the end of a file's name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dialograph import formats
from dialograph.catalog.queries import Catalog, NamedQuery, shipped_catalog
from dialograph.catalog.spelling import takes
from dialograph.errors import UsageError
from dialograph.formats import Format
from dialograph.web.answer_tables import listing_of, table_of
from dialograph.web.answers import Answers
from dialograph.web.asked import BAD_PARAMETERS, Asked
from dialograph.web.charts import bars_of
from dialograph.web.pages import Pages
from dialograph.web.passing import Passed, passed_on
from dialograph.web.plans import not_acceptable
from dialograph.web.problems import NOT_FOUND, Problem
from dialograph.web.query_forms import LANGUAGE, fields
from dialograph.web.reading import Reader
from dialograph.web.responses import etag_of, joined, page, respond, tell
from dialograph.web.sparql import SparqlEndpoint


def offered(query: NamedQuery) -> tuple[Format, ...]:
    """The formats in which a query can answer a program, the first being the usual one."""
    if query.form in {"CONSTRUCT", "DESCRIBE"}:
        return tuple(
            each for each in formats.GRAPH_FORMATS if each not in (formats.TRIG, formats.NQUADS)
        )
    return formats.RESULT_FORMATS


def ending(written: Format) -> str:
    """The end of the name of the file with an answer: as people call the format."""
    return written.name if written in formats.RESULT_FORMATS else written.extension


class Catalogue:
    """The pages and the interface.

    Args:
        answers: answers.
        pages: renders.
        endpoint: answers programs.
    """

    def __init__(self, answers: Answers, pages: Pages, endpoint: SparqlEndpoint) -> None:
        self._answers = answers
        self._pages = pages
        self._endpoint = endpoint
        self._reader = Reader(answers)

    def index(self, request: Request) -> Response:
        """All queries by theme: a page, or for a program a list."""
        catalog = shipped_catalog()
        offers = [(False, ["text/html"]), (True, ["application/json"])]
        choice = formats.negotiate(joined(request.headers, "accept"), offers)
        if choice is not None and choice.item:
            return self.listing(request)
        words = self._pages.words(request)
        themes = sorted(
            ((words(f"theme_{tag}"), tag, queries) for tag, queries in catalog.by_tag().items()),
            key=lambda each: each[0].casefold(),
        )
        html = self._pages.render(request, "queries.html", themes=themes, number=len(catalog))
        return page(request, html)

    def listing(self, request: Request) -> Response:
        """All queries with their parameters, for a program."""
        told = [
            _as_json(each, self._answers.settings.base_iri) for each in shipped_catalog().values()
        ]
        body = json.dumps({"queries": told}, ensure_ascii=False, indent=2).encode() + b"\n"
        headers = {"Vary": "Accept"}
        return respond(request, body, "application/json", headers=headers, etag=etag_of(body))

    async def one(self, request: Request) -> Response:
        """One query: its page, or its answer in the format that is asked for."""
        name, _, end = request.path_params["name"].partition(".")
        # The first time it is read from files, which takes a moment.
        query = _find(await run_in_threadpool(shipped_catalog), name)
        files = offered(query)
        if end:
            written = next(
                (each for each in files if end in {ending(each), each.name, each.extension}), None
            )
            if written is None:
                names = ", ".join(f".{ending(each)}" for each in files)
                raise Problem(
                    NOT_FOUND,
                    f"The answer of {name} can be had as {names}.",
                    french=f"La réponse de {name} existe en {names}.",
                )
            return self._answer(request, query, written)
        choice = formats.negotiate_format(joined(request.headers, "accept"), (formats.HTML, *files))
        if choice is None:
            raise not_acceptable("graph" if files[0] is formats.TURTLE else "solutions")
        if choice.item is not formats.HTML:
            return self._answer(request, query, choice.item)
        return await self._page(request, query)

    def _answer(self, request: Request, query: NamedQuery, written: Format) -> Response:
        asked = Asked(query, request, "en")
        if asked.faults:
            return tell(request, asked.problem(), self._answers.settings.base_iri, self._pages)
        passed = {"query": asked.text, "format": written.name, **passed_on(request)}
        address = f"/queries/{query.name}?{urlencode(asked.given)}".rstrip("?")
        told = {
            "Content-Disposition": f'inline; filename="{query.name}.{ending(written)}"',
            "Link": f'<{address}>; rel="canonical"',
        }
        return Passed(self._endpoint, passed, told)

    async def _page(self, request: Request, query: NamedQuery) -> Response:
        words = self._pages.words(request)
        asked = Asked(query, request, words.language)
        # Somebody who opens the page of a query that needs a value has done nothing wrong.
        is_open = asked.lacks_only and not asked.given.keys() - {*query.defaults, LANGUAGE}
        faults = () if is_open else asked.faults
        form = await fields(request, self._reader, query, words, asked.values, faults=faults)
        shown: dict[str, Any] = {"table": None, "listing": None, "verdict": None, "chart": None}
        is_volatile = False
        if not asked.faults:
            preview = await self._reader.preview(request, asked.text)
            is_volatile = preview.volatile
            if preview.rows is not None:
                bases = self._pages.id_bases
                shown["table"] = await table_of(request, self._reader, preview, bases, words)
                shown["chart"] = bars_of(shown["table"], words)
            elif preview.turtle is not None:
                shown["listing"] = listing_of(preview, self._pages.id_bases, words)
            else:
                shown["verdict"] = preview.verdict
        related = [each for each in shipped_catalog().by_tag()[query.tags[0]] if each is not query]
        given = {**asked.given, LANGUAGE: words.language}
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "named_query.html",
            query=query,
            fields=form,
            problem=asked.problem() if faults else None,
            unasked=is_open,
            closed=query.federated and not self._answers.settings.service_allow,
            sparql=asked.text,
            files=[(each, _file(query, each, given)) for each in offered(query)],
            permalink=f"{self._answers.settings.base_iri}queries/{query.name}?{urlencode(given)}",
            related=related[:6],
            **shown,
        )
        status = BAD_PARAMETERS.status if faults else 200
        return page(request, html, status=status, private=is_volatile, lasts=not is_volatile)


def _file(query: NamedQuery, written: Format, given: Mapping[str, str]) -> str:
    # A query that takes no language is the same file in all of them.
    known = {"version", *(each.name for each in query.parameters)}
    kept = {name: value for name, value in given.items() if name in known}
    return f"/queries/{query.name}.{ending(written)}?{urlencode(kept)}".rstrip("?")


def _find(catalog: Catalog, name: str) -> NamedQuery:
    try:
        return catalog.find(name)
    except UsageError as error:
        near = error.remedy if error.remedy.startswith("Did") else ""
        proposals = near.removeprefix("Did you mean ").removesuffix("?").split(" or ")
        french = f"Il n’y a pas de requête nommée {name[:80]}."
        if near:
            french += f" Vouliez-vous dire {' ou '.join(proposals)} ?"
        raise Problem(
            NOT_FOUND,
            f"There is no query called {name[:80]}. {near}".strip(),
            {"Link": '</queries>; rel="up"'},
            french=french,
        ) from error


def _as_json(query: NamedQuery, base_iri: str) -> dict[str, Any]:
    return {
        "name": query.name,
        "url": f"{base_iri}queries/{query.name}",
        "summary": {each: query.summary(each) for each in ("en", "fr")},
        "description": {each: query.description(each) for each in ("en", "fr")},
        "tags": list(query.tags),
        "formats": [ending(each) for each in offered(query)],
        "parameters": [
            {
                "name": each.name,
                "label": dict(each.labels),
                "takes": {language: takes(each, language) for language in ("en", "fr")},
                "default": each.default,
                "choices": list(each.choices),
                "required": each.required,
            }
            for each in query.parameters
        ],
    }


def routes(answers: Answers, pages: Pages, endpoint: SparqlEndpoint) -> list[Route]:
    """The catalogue, and each query of it.

    Args:
        answers: answers.
        pages: renders.
        endpoint: answers programs.
    """
    catalogue = Catalogue(answers, pages, endpoint)
    return [
        Route("/queries", catalogue.index, methods=["GET"], name="queries"),
        Route("/queries/", lambda _: RedirectResponse("/queries", 308), methods=["GET"]),
        Route("/queries.json", catalogue.listing, methods=["GET"]),
        Route("/queries/{name}", catalogue.one, methods=["GET"], name="query"),
    ]
