"""Sources to harvest, on loopback, and the command that does it."""

import http.server
import json
import threading
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from dialograph.cli.main import main
from dialograph.engine.snapshots import read_quads
from dialograph.engine.versions import Versions

BASE = "https://w3id.org/dialograph/"
EX = "http://example.org/"
GRAPH = f"{BASE}graphs/taken"
FIRST = f"@prefix ex: <{EX}> . ex:here ex:title 'Here' .\n"
SHAPES = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <{EX}> .
ex:MeetingShape a sh:NodeShape ; sh:targetClass ex:Meeting ;
  sh:property [ sh:path ex:title ; sh:minCount 1 ; sh:name "title"@en , "titre"@fr ;
    sh:message "Give the meeting a title."@en , "Donnez un titre à la réunion."@fr ] .
"""
TURTLE = "text/turtle"


def meetings(*numbers, note=""):
    """Meetings in Turtle, each with a blank node."""
    lines = [
        f'ex:m{n} a ex:Meeting ; ex:title "Meeting {n}{note}" ; ex:place [ ex:name "P{n}" ] .'
        for n in numbers
    ]
    return "\n".join([f"@prefix ex: <{EX}> .", *lines]) + "\n"


class Web:
    """A server whose paths do what a test says: a path gives text, bytes or a function."""

    def __init__(self):
        self.paths, self.seen, self.over = {}, [], threading.Event()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.web = self
        self._server.handle_error = lambda *_: None
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}"

    @contextmanager
    def running(self):
        """Serve while the block lasts."""
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield self
        finally:
            self.over.set()
            self._server.shutdown()
            self._server.server_close()

    def endpoint(self, turtle, version=""):
        """Something that answers SPARQL over a graph; its store can be changed."""
        found = Endpoint(turtle, version)
        self.paths["/sparql"] = found
        return found


class _Handler(http.server.BaseHTTPRequestHandler):
    def _do(self):
        web = self.server.web
        size = int(self.headers.get("Content-Length", 0))
        self.body = self.rfile.read(size)
        web.seen.append((self.command, self.path, self.headers))
        found = web.paths.get(urlsplit(self.path).path)
        with suppress(ConnectionError):
            if found is None:
                self.send(b"", status=404)
            elif callable(found):
                found(self)
            else:
                self.send(found)

    def do_GET(self):
        """Answer."""
        self._do()

    def do_POST(self):
        """Answer."""
        self._do()

    do_HEAD = do_PUT = do_GET  # noqa: N815 - the names that the library looks for

    def send(self, body, media_type=TURTLE, status=200, **headers):
        """Answer; a header without a value is left out."""
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        told = {"Content_Type": media_type, "Content_Length": len(content), **headers}
        for name, value in told.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Keep quiet."""


class Endpoint:
    """SPARQL over a graph, as a stranger's engine does it."""

    def __init__(self, turtle, version=""):
        self.version, self.queries, self.before = version, [], lambda _query: None
        self.load(turtle)

    def load(self, turtle):
        """Hold another graph."""
        store = ox.Store()
        store.load(turtle.encode(), ox.RdfFormat.TURTLE)
        self.store = store

    def __call__(self, request):
        """Answer one query."""
        query = parse_qs(request.body.decode()).get("query", [""])[0]
        self.queries.append(query)
        self.before(query)
        answer = self.store.query(query)
        headers = {"Dialograph_Version": self.version} if self.version else {}
        if isinstance(answer, ox.QuerySolutions):
            body = answer.serialize(format=ox.QueryResultsFormat.JSON)
            request.send(body, "application/sparql-results+json", **headers)
        else:
            request.send(answer.serialize(format=ox.RdfFormat.TURTLE), **headers)


class Place:
    """A data directory with a file of sources beside it, and the command."""

    def __init__(self, folder, said, *, first=FIRST):
        self.folder, self.data, self.said = folder, folder / "data", said
        folder.mkdir(exist_ok=True)
        self.file("shapes.ttl", SHAPES)
        self.out = self.err = ""
        load = ("load", self.file("here.ttl", first), "--data-dir", self.data, "--shapes", "none")
        assert main(list(map(str, load))) == 0
        said()

    def file(self, name, content):
        """Write a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    def sources(self, text):
        """Say where graphs come from."""
        return self.file("sources.toml", text)

    def source(self, address, *lines, kind="rdf", host=None, name="one", more=""):
        """Say that one graph comes from an address."""
        host = urlsplit(address).netloc if host is None else host
        told = [
            f"[source.{name}]",
            f'kind = "{kind}"',
            f'address = "{address}"',
            'graph = "graphs/taken"',
            f'private_hosts = ["{host}"]',
            *lines,
            f"[source.{name}.limits]",
            "pause = 0.05",
            "tries = 3",
            "seconds = 20",
            more,
        ]
        return self.sources("\n".join(told))

    def run(self, *words, shapes=None):
        """Harvest; gives the exit code."""
        told = ("--sources", self.folder / "sources.toml", "--data-dir", self.data)
        told += ("--shapes", shapes or self.folder / "shapes.ttl")
        code = main(list(map(str, ("harvest", *words, *told))))
        self.out, self.err = self.said()
        assert "Traceback" not in self.err
        assert "fault of dialograph" not in self.err
        return code

    def one(self, *words, **more):
        """Harvest one source, and give what is told of it."""
        self.code = self.run(*words, "--json", **more)
        (found,) = json.loads(self.out)["sources"]
        return found

    @property
    def version(self):
        """The number of the current version."""
        return Versions.read_only(self.data).current.number

    def quads(self, graph=GRAPH):
        """What a graph holds, the telling of retrievals left out."""
        history = Versions.read_only(self.data)
        return {
            quad
            for quad in read_quads(history.load(history.current.number))
            if quad.graph_name == ox.NamedNode(graph)
            and not str(quad.subject).startswith(f"<{graph}#")
        }

    def store(self):
        """Everything, to be asked."""
        history = Versions.read_only(self.data)
        store = ox.Store()
        store.extend(read_quads(history.load(history.current.number)))
        return store


def canonical(quads):
    """Triples with blank nodes named by what is said of them, as text."""
    dataset = ox.Dataset(ox.Quad(each.subject, each.predicate, each.object) for each in quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def parsed(turtle):
    """What a text says, to be compared."""
    return canonical(ox.parse(turtle, ox.RdfFormat.TURTLE))
