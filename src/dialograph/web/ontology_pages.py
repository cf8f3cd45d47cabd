"""``/ontology``: every term documented in both languages, or the same as RDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dialograph import formats
from dialograph.catalog.queries import NamedQuery, shipped_catalog
from dialograph.engine.lexer import tokens
from dialograph.publish.ontology import GRAPH, Ontology, read_ontology
from dialograph.publish.ontology_versions import document, released, written
from dialograph.vocab import ONTOLOGY
from dialograph.web.answer_cells import short
from dialograph.web.answer_tables import place_of
from dialograph.web.answers import Answers
from dialograph.web.ontology_diagram import diagram
from dialograph.web.pages import Pages
from dialograph.web.passing import Passed, passed_on
from dialograph.web.plans import not_acceptable
from dialograph.web.problems import NOT_FOUND, Problem
from dialograph.web.reading import Reader
from dialograph.web.responses import etag_of, joined, page, respond
from dialograph.web.sparql import SparqlEndpoint

FILES = (formats.TURTLE, formats.JSONLD, formats.RDFXML, formats.NTRIPLES)
"""The formats in which the ontology can be had."""


@cache
def questions() -> Mapping[str, Sequence[NamedQuery]]:
    """The named queries in which each term of ours is used, by the name of the term."""
    found: defaultdict[str, list[NamedQuery]] = defaultdict(list)
    for query in shipped_catalog().values():
        names = {each.text for each in tokens(query.text) if each.kind == "name"}
        for name in names:
            if name.startswith("dg:"):
                found[name.removeprefix("dg:")].append(query)
    return found


class OntologyPages:
    """The documentation and the files, made from the graph that is served.

    Args:
        answers: has the version that is served.
        pages: renders.
        endpoint: gives the files.
    """

    def __init__(self, answers: Answers, pages: Pages, endpoint: SparqlEndpoint) -> None:
        self._reader = Reader(answers)
        self._pages = pages
        self._endpoint = endpoint
        self._read: tuple[str, Ontology | None] = ("", None)

    async def current(self, request: Request) -> Response:
        """The ontology as it is."""
        ontology = await self._ontology(request)
        return await self._show(request, request.path_params.get("end", ""), ontology)

    async def version(self, request: Request) -> Response:
        """One version of it: the one that is served, or one that was released before."""
        told = request.path_params["version"]
        ontology = await self._ontology(request)
        ends = [each.extension for each in FILES if told.endswith(f".{each.extension}")]
        end = ends[0] if ends else ""
        wanted = told.removesuffix(f".{end}") if end else told
        if wanted == ontology.version:
            return await self._show(request, end, ontology)
        earlier = await run_in_threadpool(released)
        if wanted in earlier:
            old = await run_in_threadpool(document, wanted)
            if old is not None:
                return await self._show(request, end, old, served=ontology.version)
        known = ", ".join(dict.fromkeys([ontology.version, *earlier]))
        raise Problem(
            NOT_FOUND,
            f"There is no version {wanted[:40]} of the ontology here. Those that there are: "
            f"{known}.",
            {"Link": f'</ontology/{ontology.version}>; rel="latest-version"'},
            french=f"Il n’y a pas de version {wanted[:40]} de l’ontologie ici. Versions "
            f"disponibles : {known}.",
        )

    async def _show(
        self, request: Request, end: str, ontology: Ontology, *, served: str = ""
    ) -> Response:
        """A version as it is wanted; ``served`` names the one that is served, for older ones."""
        if end:
            written_as = next((each for each in FILES if each.extension == end), None)
            if written_as is None:
                raise Problem(NOT_FOUND)
            return await self._file(request, written_as, ontology, served)
        accept = joined(request.headers, "accept")
        choice = formats.negotiate_format(accept, (formats.HTML, *FILES))
        if choice is None:
            raise not_acceptable("graph")
        if choice.item is not formats.HTML:
            return await self._file(request, choice.item, ontology, served)
        words = self._pages.words(request)
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "ontology.html",
            o=ontology,
            served=served,
            versions=list(dict.fromkeys([served or ontology.version, *released()])),
            namespace=f"{ONTOLOGY}#",
            picture=diagram(
                ontology,
                words.language,
                str(words("ontology_diagram")),
                str(words("ontology_legend")),
            ),
            children=_grouped(
                (parent, each.iri) for each in ontology.classes for parent in each.parents
            ),
            properties_of=_grouped(
                (owner, each.iri) for each in ontology.properties for owner in each.domain
            ),
            # The questions are put to the data of today.
            questions={} if served else await run_in_threadpool(questions),
            catalogue={} if served else shipped_catalog().by_tag(),
            files=FILES,
            file_base=f"/ontology/{ontology.version}" if served else "/ontology",
            place=lambda iri: place_of(iri, self._pages.id_bases, words),
            short=lambda iri: short(iri, self._pages.id_bases),
        )
        shown = page(request, html, lasts=True)
        base = f"/ontology/{ontology.version}" if served else "/ontology"
        links = [
            f'<{base}.{each.extension}>; rel="alternate"; type="{each.media_type}"'
            for each in FILES
        ]
        shown.headers["Link"] = ", ".join([*_relations(ontology, served), *links])
        return shown

    async def _file(
        self, request: Request, form: formats.Format, ontology: Ontology, served: str
    ) -> Response:
        page_of = f"/ontology/{ontology.version}" if served else "/ontology"
        told = {
            "Content-Disposition": f'inline; filename="dialograph-ontology-{ontology.version}'
            f'.{form.extension}"',
            "Link": ", ".join(
                [*_relations(ontology, served), f'<{page_of}>; rel="alternate"; type="text/html"']
            ),
        }
        if served:
            body = await run_in_threadpool(written, ontology.version, form)
            told["Vary"] = "Accept"
            return respond(request, body, form.media_type, headers=told, etag=etag_of(body))
        asked = {"query": GRAPH, "format": form.name, **passed_on(request)}
        return Passed(self._endpoint, asked, told)

    async def _ontology(self, request: Request) -> Ontology:
        version = self._reader.version(request)
        known, ontology = self._read
        if known != version:
            version, ntriples = await self._reader.graph(request, GRAPH)
            ontology = await run_in_threadpool(read_ontology, ntriples)
            self._read = (version, ontology)
        if ontology is None:
            raise Problem(
                NOT_FOUND,
                "The data served here does not hold the ontology.",
                french="Les données servies ici ne contiennent pas l’ontologie.",
            )
        return ontology


def _relations(ontology: Ontology, served: str) -> list[str]:
    """What this version is to others, for who reads headers (RFC 5829)."""
    told = [f'<{ontology.version_iri if served else ONTOLOGY}>; rel="canonical"']
    if served:
        told.append(f'</ontology/{served}>; rel="latest-version"')
    if ontology.prior:
        told.append(f'<{ontology.prior}>; rel="predecessor-version"')
    return told


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def routes(answers: Answers, pages: Pages, endpoint: SparqlEndpoint) -> list[Route]:
    """The ontology, its files, and its version.

    Args:
        answers: has the version that is served.
        pages: renders.
        endpoint: gives the files.
    """
    shown = OntologyPages(answers, pages, endpoint)
    return [
        Route("/ontology", shown.current, methods=["GET"], name="ontology"),
        Route("/ontology/", lambda _: RedirectResponse("/ontology", 308), methods=["GET"]),
        Route("/ontology.{end}", shown.current, methods=["GET"]),
        Route("/ontology/{version}", shown.version, methods=["GET"]),
    ]
