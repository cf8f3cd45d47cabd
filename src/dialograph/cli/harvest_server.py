"""Harvested graphs into a running server, over HTTP."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from email.message import Message
from urllib.parse import urlencode

import pyoxigraph as ox

from dialograph import formats
from dialograph.cli import remote
from dialograph.integrate.harvest.targets import GateRefusedError, Made, OvertakenError
from dialograph.repository import provenance
from dialograph.repository.keeping import Done

_IRIS_AT_ONCE = 500
_GONE, _CHANGED, _REFUSED = 404, 412, 422


class ServerTarget:
    """A :class:`~dialograph.integrate.harvest.targets.Target` that a server keeps.

    Args:
        server: its address.
        base_iri: where its dataset lives on the web.
        spoken: the language of what it says.
    """

    def __init__(self, server: str, base_iri: str, spoken: str) -> None:
        self._server = server
        self._history = provenance.graph_of(base_iri)
        self._spoken = spoken
        self._conditions: dict[str, dict[str, str]] = {}
        remote.warn(server, spoken)

    def ask(self, query: str, graph: str) -> list[ox.Triple]:
        """See :class:`~dialograph.integrate.harvest.targets.Target`.

        The graph is put later on condition that it is still as it is now.
        """
        status, headers, _ = self._sent("HEAD", "/graphs", {"graph": graph}, {}, b"", _GONE)
        there = status != _GONE and "ETag" in headers
        self._conditions[graph] = {"If-Match": headers["ETag"]} if there else {"If-None-Match": "*"}
        told = self._asked(query, formats.NTRIPLES.media_type)
        return [quad.triple for quad in ox.parse(told, ox.RdfFormat.N_TRIPLES)]

    def described(self, iris: Iterable[str], graph: str) -> AbstractSet[str]:
        """See :class:`~dialograph.integrate.harvest.targets.Target`."""
        nodes, found = [str(ox.NamedNode(iri)) for iri in iris], set()
        own = f"{ox.NamedNode(graph)}, {ox.NamedNode(self._history)}"
        for start in range(0, len(nodes), _IRIS_AT_ONCE):
            values = " ".join(nodes[start : start + _IRIS_AT_ONCE])
            told = self._asked(
                f"SELECT DISTINCT ?s {{ VALUES ?s {{ {values} }} "
                f"GRAPH ?g {{ ?s ?p ?o }} FILTER (?g NOT IN ({own})) }}",
                formats.JSON.media_type,
            )
            rows = json.loads(told)["results"]["bindings"]
            found |= {row["s"]["value"] for row in rows}
        return found

    def others(self, graph: str) -> Iterable[ox.Quad]:
        """See :class:`~dialograph.integrate.harvest.targets.Target`."""
        own = f"{ox.NamedNode(graph)}, {ox.NamedNode(self._history)}"
        query = (
            "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } "
            f"FILTER (?g NOT IN ({own})) }}"
        )
        told = self._asked(query, formats.NTRIPLES.media_type)
        return ox.parse(told, ox.RdfFormat.N_TRIPLES)

    def add(
        self,
        graph: str,
        triples: Sequence[ox.Triple],
        done: Done,  # noqa: ARG002 - the server has its own words
    ) -> None:
        """See :class:`~dialograph.integrate.harvest.targets.Target`."""
        self._changed("POST", {"graph": graph}, triples, {})

    def put(
        self,
        graph: str,
        triples: Sequence[ox.Triple],
        done: Done,  # noqa: ARG002 - the server has its own words
        *,
        dry_run: bool,
    ) -> Made:
        """See :class:`~dialograph.integrate.harvest.targets.Target`."""
        wanted = {"graph": graph, **({"dry-run": "true"} if dry_run else {})}
        return self._changed("PUT", wanted, triples, self._conditions.get(graph, {}))

    def _changed(
        self,
        method: str,
        wanted: Mapping[str, str],
        triples: Sequence[ox.Triple],
        conditions: Mapping[str, str],
    ) -> Made:
        headers = {
            "Authorization": f"Bearer {remote.token()}",
            "Content-Type": formats.NTRIPLES.media_type,
            "Accept": "application/json, application/problem+json;q=0.9",
            **conditions,
        }
        body = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        status, _, answer = self._sent(method, "/graphs", wanted, headers, body, _CHANGED, _REFUSED)
        told = remote.understood(answer) or {}
        if status == _CHANGED:
            graph = wanted["graph"]
            raise OvertakenError(
                f"The graph {graph} was changed by somebody else meanwhile.",
                "Harvest again.",
                french=f"Le graphe {graph} a été modifié entre-temps. Moissonnez de nouveau.",
            )
        summary = told.get("summary")
        if status == _REFUSED and isinstance(summary, dict):
            raise GateRefusedError(summary["en"], french=summary["fr"])
        if status == _REFUSED:
            raise remote.problem(status, told)
        gate = told.get("gate") or {}
        warnings = sum(gate.get("counts", {}).values())
        return Made(told["version"], told["added"], told["removed"], warnings)

    def _asked(self, query: str, accept: str) -> bytes:
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self._sent("POST", "/sparql", {}, headers, query.encode())[2]

    def _sent(
        self,
        method: str,
        path: str,
        parameters: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes,
        *expected: int,
    ) -> tuple[int, Message, bytes]:
        told = {**headers, "Accept-Language": self._spoken}
        target = f"{path}?{urlencode(parameters)}" if parameters else path
        status, got, answer = remote.exchange(self._server, method, target, told, body)
        if status < http.client.MULTIPLE_CHOICES or status in expected:
            return status, got, answer
        problem = remote.understood(answer)
        if problem is None or "title" not in problem:
            raise remote.stranger(self._server, status)
        raise remote.problem(status, problem)
