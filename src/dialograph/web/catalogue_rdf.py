"""``/.well-known/void`` and ``/catalog``: what is here, for programs that look for data."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rdflib import Graph
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dialograph import formats
from dialograph.formats import Format
from dialograph.publish.catalogue import catalogue
from dialograph.publish.description import DatasetDescription
from dialograph.publish.dumps import Dump
from dialograph.publish.published import write_graph
from dialograph.publish.void import void_description
from dialograph.web.pins import refuse_pin
from dialograph.web.plans import not_acceptable
from dialograph.web.problems import NOT_FOUND, Problem
from dialograph.web.responses import etag_of, joined, respond
from dialograph.web.shelves import Shelves

FILES = (formats.TURTLE, formats.JSONLD, formats.RDFXML, formats.NTRIPLES)
"""The formats in which a description can be had."""

_MAKING_SECONDS = 20
"""So long a catalogue waits for files to be made, which it gives the sizes of."""

_PAGE = "/download/"

Described = Callable[[DatasetDescription, Iterable[Dump]], Graph]


class Descriptions:
    """The descriptions, written once for each version.

    Args:
        shelves: have the files, and the description of the version that is served.
    """

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._kept: dict[tuple[Described, Format], tuple[tuple[str, int], bytes]] = {}

    async def void(self, request: Request) -> Response:
        """The dataset in VoID (sections 6.1 and 7.2 of the W3C Note); a page for a browser."""
        dataset = await self._shelves.current.described()
        response = await self._show(request, _void, dataset, ())
        response.headers["Link"] = '</catalog>; rel="related"'
        return response

    async def catalogue(self, request: Request) -> Response:
        """The dataset in DCAT-AP 3; a page for a browser."""
        shelf = self._shelves.current
        if self._preferred(request) is formats.HTML:
            return _to_page(request)
        await shelf.described()
        dumps = await shelf.within(_MAKING_SECONDS)
        alternates = [
            f'</catalog.{each.extension}>; rel="alternate"; type="{each.media_type}"'
            for each in FILES
        ]
        canonical = f'<{shelf.dataset.base_iri}catalog>; rel="canonical"'
        response = await self._show(request, catalogue, shelf.dataset, dumps)
        response.headers["Link"] = ", ".join([canonical, *alternates])
        return response

    async def _show(
        self,
        request: Request,
        described: Described,
        dataset: DatasetDescription,
        dumps: Iterable[Dump],
    ) -> Response:
        wanted = self._preferred(request)
        if wanted is formats.HTML:
            return _to_page(request)
        refuse_pin(request)
        made = tuple(dumps)
        state = (dataset.revision, len(made))
        known, body = self._kept.get((described, wanted), (None, b""))
        if known != state:
            body = await run_in_threadpool(lambda: write_graph(described(dataset, made), wanted))
            self._kept[described, wanted] = state, body
        etag = etag_of(*state, wanted.name)
        return respond(request, body, wanted.media_type, headers={"Vary": "Accept"}, etag=etag)

    def _preferred(self, request: Request) -> Format:
        end = request.path_params.get("end")
        if end is not None:
            written = next((each for each in FILES if each.extension == end), None)
            if written is None:
                raise Problem(NOT_FOUND)
            return written
        accept = joined(request.headers, "accept")
        choice = formats.negotiate_format(accept, (*FILES, formats.HTML))
        if choice is None:
            raise not_acceptable("graph")
        return choice.item


def _void(dataset: DatasetDescription, _: Iterable[Dump]) -> Graph:
    return void_description(dataset)


def _to_page(request: Request) -> Response:
    """See other: the page for people that says the same (RFC 9110, section 15.4.4)."""
    query = request.url.query
    return RedirectResponse(f"{_PAGE}?{query}" if query else _PAGE, 303, headers={"Vary": "Accept"})


def routes(shelves: Shelves) -> list[Route]:
    """The two descriptions, and the files of the catalogue.

    Args:
        shelves: have what they describe.
    """
    shown = Descriptions(shelves)
    return [
        Route("/.well-known/void", shown.void, methods=["GET"], name="void"),
        Route("/catalog", shown.catalogue, methods=["GET"], name="catalog"),
        Route("/catalog/", lambda _: RedirectResponse("/catalog", 308), methods=["GET"]),
        Route("/catalog.{end}", shown.catalogue, methods=["GET"]),
    ]
