"""``/graphs``: the SPARQL 1.1 Graph Store HTTP Protocol, and a list of the graphs."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from dialograph import formats, iris
from dialograph.repository.interface import (
    AbsentError,
    Condition,
    GraphRequest,
    Method,
    Repository,
)
from dialograph.web import graph_list, outcomes
from dialograph.web.answers import Answers
from dialograph.web.authorization import Authorization, check_scope
from dialograph.web.bodies import read_documents
from dialograph.web.conditions import condition_of, matches, tag_of
from dialograph.web.graph_answers import GraphAnswer
from dialograph.web.holding import Held, Holding
from dialograph.web.pages import Pages
from dialograph.web.pins import refuse_pin
from dialograph.web.plans import choose, not_acceptable
from dialograph.web.problems import Problem
from dialograph.web.responses import endpoint_of, joined, language_of
from dialograph.web.sparql import SparqlEndpoint
from dialograph.web.surfaces import Surface, absolute, flag, parameters, seconds_of, writable
from dialograph.web.write_problems import BAD_GRAPH_REQUEST

MULTIPART = "multipart/form-data"

_PASSED = ("format", "timeout")
_BODIES_AT_ONCE = 4


class GraphStore:
    """Reads and writes graphs.

    Args:
        answers: answers queries.
        pages: renders what a person reads.
        endpoint: answers who reads a graph.
        repository: takes changes; None where nothing is kept.
        authorization: knows who may write.
    """

    def __init__(
        self,
        answers: Answers,
        pages: Pages,
        endpoint: SparqlEndpoint,
        repository: Repository | None,
        authorization: Authorization,
    ) -> None:
        self._answers = answers
        self._settings = answers.settings
        self._pages = pages
        self._endpoint = endpoint
        self._repository = repository
        self._authorization = authorization
        self._holding = Holding(_BODIES_AT_ONCE * self._settings.update_max)

    # --- Which graph ---------------------------------------------------------------------------

    def _graph(self, request: Request, asked: Mapping[str, list[str]]) -> str | None:
        """The name of the graph: None for the default graph (protocol, sections 4.1 and 4.2).

        Raises:
            Problem: 400 when the request names no graph, or several.
        """
        named = [*asked.get("graph", ()), *(["default"] if "default" in asked else [])]
        if request.path_params.get("name"):
            if named:
                raise _unclear(
                    "This address names a graph, and its parameters another one.",
                    "Cette adresse nomme un graphe, et ses paramètres un autre.",
                )
            return self._direct(request)
        if not named:
            raise _unclear("The request names no graph.", "La requête ne nomme aucun graphe.")
        if len(named) > 1:
            raise _unclear(
                "The request names several graphs.", "La requête nomme plusieurs graphes."
            )
        if "default" in asked:
            return None
        return self._own(request, absolute(named[0], "graph", BAD_GRAPH_REQUEST))

    def _own(self, request: Request, graph: str) -> str:
        """A graph of ours that is named by the address it has on this server."""
        here = endpoint_of(request)
        address = f"{(here or '').removesuffix('/sparql')}/graphs/"
        if here is None or not graph.startswith(address):
            return graph
        return str(iris.graph(graph.removeprefix(address), self._settings.base_iri))

    def _direct(self, request: Request) -> str:
        # As it came: a graph's name is not the same with and without percent-encoding.
        raw = request.scope["raw_path"].decode("latin-1")
        name = raw.partition("/graphs/")[2]
        return absolute(iris.graph(name, self._settings.base_iri), "graph", BAD_GRAPH_REQUEST)

    def _exists(self, graph: str | None) -> bool:
        if graph is None:
            return True
        if self._repository is not None:
            return graph in self._repository.graphs
        return any(each.iri == graph for each in self._pages.dataset().graphs)

    # --- Reading -------------------------------------------------------------------------------

    async def read(self, request: Request) -> ASGIApp:
        """GET and HEAD: a graph, or where no parameter names one, the list of them."""
        asked = parameters(request, BAD_GRAPH_REQUEST)
        refuse_pin(request)
        if not request.path_params.get("name") and not asked.keys() - {"lang"}:
            return graph_list.listing(
                request, self._repository, self._pages, self._settings.base_iri
            )
        graph = self._graph(request, asked)
        if not self._exists(graph):
            raise _absent(graph)
        offered = (*formats.GRAPH_FORMATS, formats.HTML)
        names = tuple(filter(None, asked.get("format", ())))
        choice = choose(names, joined(request.headers, "accept"), offered)
        if choice is None:
            raise not_acceptable("graph")
        query = _query(graph)
        if choice.item is formats.HTML:
            shown = {"query": query, "format": "html", "lang": language_of(request)}
            vary = {"Vary": "Accept, Accept-Language"}
            return RedirectResponse(f"/sparql?{urlencode(shown)}", 303, headers=vary)
        version = self._answers.version
        tag = self._tag(graph, choice.media_type)
        held = matches(request, tag)
        if held is not None:
            headers = {"ETag": held, **self._answers.reusable(volatile=False)}
            return Response(status_code=304, headers=headers)
        passed = {name: asked[name][0] for name in _PASSED if asked.get(name)}
        return GraphAnswer(self._endpoint, {"query": query, **passed}, version, tag)

    def _tag(self, graph: str | None, media_type: str) -> str:
        """What stands for a graph as it is now, in a format."""
        state = None
        if self._repository is not None and (graph is not None or not self._is_merge):
            state = self._repository.graphs.get(graph)
        version = self._answers.version
        # While a version is being published, what is on disk is not yet what is read.
        served = version.partition("-")[0]
        is_read = state is not None and served.isdigit() and state.changed <= int(served)
        changed = None
        if self._repository is not None and state is not None and is_read:
            changed = self._repository.named(state.changed)
        return tag_of(graph, changed, version, media_type)

    @property
    def _is_merge(self) -> bool:
        return self._settings.default_graph == "union"

    # --- Writing -------------------------------------------------------------------------------

    async def put(self, request: Request) -> ASGIApp:
        """PUT: the graph is replaced, or made (protocol, section 5.3)."""
        return await self._write(request, "put")

    async def post(self, request: Request) -> ASGIApp:
        """POST: the graph is added to; a new one is made where none is named (section 5.5)."""
        return await self._write(request, "post")

    async def delete(self, request: Request) -> ASGIApp:
        """DELETE: the graph is no more; the default graph is emptied (section 5.4)."""
        return await self._write(request, "delete")

    async def _write(self, request: Request, method: Method) -> Response:
        repository = writable(self._repository)
        author = self._authorization.author_of(request)
        asked = parameters(request, BAD_GRAPH_REQUEST)
        dry_run = flag("dry-run", asked.get("dry-run", []), BAD_GRAPH_REQUEST)
        seconds = seconds_of(asked)
        is_fresh = method == "post" and not request.path_params.get("name")
        is_fresh = is_fresh and not asked.keys() & {"graph", "default"}
        if is_fresh:
            graph: str | None = str(iris.graph(secrets.token_hex(8), self._settings.base_iri))
            condition: Condition | None = Condition(exists=False)
        else:
            graph = self._graph(request, asked)
            state = repository.graphs.get(graph)
            changed = state.changed if state else None
            revision = None if changed is None else repository.named(changed)
            condition = condition_of(request, graph, changed, revision)
        check_scope(author, [graph])
        if "content-range" in request.headers:  # RFC 9110, section 14.5
            raise _unclear(
                "A graph is sent whole, not a range of it.",
                "Un graphe s’envoie entier, non par intervalles.",
            )
        if method == "delete":
            outcome = await repository.change(
                GraphRequest(method, graph),
                author,
                condition=condition,
                dry_run=dry_run,
                seconds=seconds,
            )
            return outcomes.made(request, outcome, dry_run=dry_run)
        base = graph or self._settings.base_iri
        with Held(self._holding) as held:
            file, parts = await read_documents(
                request,
                held,
                size=self._settings.update_max,
                folder=self._settings.data_dir,
                base_iri=base,
            )
            with file:
                outcome = await repository.change(
                    GraphRequest(method, graph, parts),
                    author,
                    file,
                    condition=condition,
                    dry_run=dry_run,
                    seconds=seconds,
                )
        created = graph in outcome.created
        location = self._address(request, graph or "") if is_fresh and not dry_run else ""
        return outcomes.made(request, outcome, created=created, dry_run=dry_run, location=location)

    def _address(self, request: Request, graph: str) -> str:
        """Where a new graph is (protocol, section 5.5): on the server that was asked."""
        here = endpoint_of(request)
        if here is None:
            return graph
        name = graph.removeprefix(self._settings.base_iri)
        return f"{here.removesuffix('sparql')}{name}"


def routes(
    answers: Answers,
    pages: Pages,
    endpoint: SparqlEndpoint,
    repository: Repository | None,
    authorization: Authorization,
) -> list[Route]:
    """The graph store, and each graph of it under a name of its own.

    Args:
        answers: answers queries.
        pages: renders what a person reads.
        endpoint: answers who reads a graph.
        repository: takes changes; None where nothing is kept.
        authorization: knows who may write.
    """
    store = GraphStore(answers, pages, endpoint, repository, authorization)
    handlers = {"GET": store.read, "PUT": store.put, "POST": store.post, "DELETE": store.delete}
    listed = ", ".join([*(each.media_type for each in formats.GRAPH_FORMATS), MULTIPART])
    surface = Surface(answers, pages, handlers, BAD_GRAPH_REQUEST, {"Accept-Post": listed})
    return [Route("/graphs", surface), Route("/graphs/{name:path}", surface)]


def _query(graph: str | None) -> str:
    if graph is None:
        return "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}"


def _absent(graph: str | None) -> AbsentError:
    return AbsentError(
        f"There is no graph {graph}.",
        french=f"Il n’y a pas de graphe {graph}.",
    )


def _unclear(english: str, french: str) -> Problem:
    return Problem(BAD_GRAPH_REQUEST, english, french=french)
