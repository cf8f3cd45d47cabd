"""A server as small as can be that passes the writing tests, or has one fault: it checks them."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from conformance.serving import FORM, Doors, Server

FAULTS = (
    "an update is forgotten",
    "an update goes to another graph",
    "a GET updates",
    "updates are shut out",
    "bad syntax is let through",
    "bad syntax is not told",
    "PUT adds",
    "HEAD has no type",
    "DELETE keeps",
    "POST tells no place",
)
_GET, _BAD, _EMPTY = 405, 400, 204
_TURTLE, _JSON = "text/turtle", "application/sparql-results+json"
_PROBLEM = {"Content-Type": "application/problem+json"}
_FORMATS = {_TURTLE: ox.RdfFormat.TURTLE, "application/n-triples": ox.RdfFormat.N_TRIPLES}


@contextlib.contextmanager
def serving(fault: str = "") -> Iterator[Server]:
    """Run one, empty, on a free port while the block lasts.

    Args:
        fault: one of ``FAULTS``, or nothing.
    """
    if fault and fault not in FAULTS:
        raise ValueError(f"no fault that this server can have: {fault}")
    handler = type("Handler", (_Handler,), {"store": ox.Store(), "fault": fault})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        server = Server(f"http://127.0.0.1:{listening.server_port}")
        try:
            yield server
        finally:
            server.close()
            listening.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece
    store: ox.Store
    fault: str

    def handle_request(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        where = urlsplit(self.path)
        self.parameters = parse_qs(where.query, keep_blank_values=True)
        doors = Doors()
        if where.path == doors.query:
            found = self.store.query(self._text("query"))
            assert not isinstance(found, ox.QueryTriples)
            body = found.serialize(format=ox.QueryResultsFormat.JSON)
            assert body is not None
            self._answer(200, body, {"Content-Type": _JSON})
        elif where.path == doors.update:
            self._update()
        else:
            self._graph(where.path)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_request  # noqa: N815 - the names wanted

    def log_message(self, *_: object) -> None:
        """Keep silent."""

    def _text(self, name: str) -> str:
        if self.headers.get("Content-Type") == FORM:
            return parse_qs(self.body.decode())[name][0]
        return self.body.decode() or self.parameters[name][0]

    def _update(self) -> None:
        text, status = self._text("update"), _GET if self.command == "GET" else _EMPTY
        # What sets the scene for a test always does so.
        fault = "" if text.startswith("DROP ALL") else self.fault
        if fault == "an update goes to another graph":
            text = text.replace("http://example.org/g", "http://example.org/h")
        if fault == "updates are shut out":
            status = 401
        elif status != _GET or fault == "a GET updates":
            store = ox.Store() if fault == "an update is forgotten" else self.store
            try:
                store.update(text)
            except SyntaxError:
                status = _EMPTY if fault == "bad syntax is let through" else _BAD
        kind = "about:blank" if fault == "bad syntax is not told" else "x:/bad-syntax"
        problem = json.dumps({"type": kind}).encode() if status == _BAD else b""
        self._answer(status, problem, _PROBLEM if problem else {})

    def _graph(self, path: str) -> None:
        url = f"http://{self.headers['Host']}{path}"
        is_new = path == Doors().store and not self.parameters
        name = self.parameters.get("graph", [f"{url}/new" if is_new else url])[0]
        default = "default" in self.parameters
        graph = ox.DefaultGraph() if default else ox.NamedNode(name)
        there = isinstance(graph, ox.DefaultGraph) or self.store.contains_named_graph(graph)
        if self.command in {"PUT", "POST"}:
            if self.command == "PUT" and self.fault != "PUT adds":
                self.store.clear_graph(graph)
            self.store.load(self.body, ox.RdfFormat.TURTLE, base_iri=url, to_graph=graph)
            told = is_new and self.fault != "POST tells no place"
            self._answer(_EMPTY if there else 201, headers={"Location": name} if told else {})
        elif not there:
            self._answer(404)
        elif self.command == "DELETE":
            if self.fault != "DELETE keeps":
                self.store.remove_graph(graph)
            self._answer(_EMPTY)
        else:
            self._send(graph)

    def _send(self, graph: ox.NamedNode | ox.DefaultGraph) -> None:
        accept = self.headers.get("Accept", _TURTLE).partition(";")[0]
        held = (each.triple for each in self.store.quads_for_pattern(None, None, None, graph))
        untold = self.command == "HEAD" and self.fault == "HEAD has no type"
        body = ox.serialize(held, format=_FORMATS[accept])
        self._answer(200, body, {} if untold else {"Content-Type": accept})

    def _answer(
        self, status: int, body: bytes | None = b"", headers: dict[str, str] | None = None
    ) -> None:
        content = body or b""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != _EMPTY:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
