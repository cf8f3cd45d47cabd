"""The graphs of the store: a list for a program, a page for a person."""

from __future__ import annotations

import json
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dialograph import formats
from dialograph.engine.records import GraphState
from dialograph.repository.interface import Repository
from dialograph.web.pages import Pages
from dialograph.web.responses import etag_of, joined, language_of, page, respond

_JSON = "application/json"


class Listed(NamedTuple):
    """One graph.

    Args:
        iri: its name.
        statements: how many triples stand in it.
        changed: the version that last changed it; None where no versions are kept.
        href: where it is read.
        titles: its title by language tag, where it states one.
    """

    iri: str
    statements: int
    changed: int | None
    href: str
    titles: dict[str, str]


def listing(
    request: Request, repository: Repository | None, pages: Pages, base_iri: str
) -> Response:
    """Every named graph: JSON, or a page for who prefers that.

    Args:
        request: what is answered.
        repository: knows the graphs; None where nothing is kept.
        pages: knows how they are called, and renders the page.
        base_iri: graphs below it have an address of their own.
    """
    graphs = _graphs(repository, pages, base_iri)
    offers = [(False, (_JSON,)), (True, (formats.HTML.media_type,))]
    choice = formats.negotiate(joined(request.headers, "accept"), offers)
    if choice is not None and choice.item:
        types = [each for each in formats.GRAPH_FORMATS if not each.datasets]
        return page(request, pages.render(request, "graphs.html", graphs=graphs, types=types))
    told: dict[str, Any] = {
        "version": repository.version if repository is not None else None,
        "graphs": [each._asdict() for each in graphs],
    }
    body = json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"
    headers = {"Vary": "Accept"}
    return respond(request, body, _JSON, headers=headers, etag=etag_of(body, language_of(request)))


def _graphs(repository: Repository | None, pages: Pages, base_iri: str) -> list[Listed]:
    described = {each.iri: each for each in pages.dataset().graphs}
    states: dict[str, GraphState | None] = dict.fromkeys(described)
    if repository is not None:
        states = {name: state for name, state in repository.graphs.items() if name is not None}
    found = []
    for iri in sorted(states):
        state, own = states[iri], described.get(iri)
        statements = state.statements if state else (own.statements if own else 0)
        changed = state.changed if state else None
        titles = dict(own.titles) if own else {}
        found.append(Listed(iri, statements, changed, href(iri, base_iri), titles))
    return found


def href(iri: str, base_iri: str) -> str:
    """Where a graph is read: under its own name below the base, else under a parameter."""
    below = f"{base_iri}graphs/"
    name = iri.removeprefix(below) if iri.startswith(below) else ""
    if name and not set(name) & set("?#") and name.isascii():
        return f"/graphs/{name}"
    return f"/graphs?{urlencode({'graph': iri})}"
