import gzip
import http.server
import shutil
import socket
import ssl
import subprocess
import threading
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field

import pyoxigraph as ox
import pytest

from dialograph import __version__, formats
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.federation import Forwarder
from dialograph.engine.interface import EvaluationError
from dialograph.engine.reaching import endpoint, is_reachable
from dialograph.errors import ForbiddenQueryError

HERE = "<http://e/a> <http://e/knows> <http://e/b>, <http://e/c> ."
THERE = '<http://e/b> <http://e/name> "Bé" . <http://e/d> <http://e/name> "D" .'
ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"x"}}]}}'
JSON = "application/sparql-results+json"
BOUNDS = {"private": True, "answer": 100_000}


def store_of(turtle):
    """A dataset of a few triples."""
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return store


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as the path says: well, or in one of the ways that go wrong."""

    def do_POST(self):
        """Note the request, and do what is asked for."""
        query = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.seen.append((self.path, self.headers, query))
        with suppress(ConnectionError):
            getattr(self, self.path.strip("/").partition("?")[0])(query)

    def send(self, body, media_type=JSON, status=200, **headers):
        """Send an answer; a header without a value is left out."""
        self.send_response(status)
        told = {"Content_Type": media_type, "Content_Length": len(body), **headers}
        for name, value in told.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def sparql(self, query):
        """Answer the query."""
        store = store_of(THERE)
        self.send(store.query(query).serialize(format=ox.QueryResultsFormat.JSON))

    def xml(self, query):
        """Answer the query in the other format."""
        body = store_of(THERE).query(query).serialize(format=ox.QueryResultsFormat.XML)
        self.send(body, "application/sparql-results+xml; charset=utf-8")

    def large(self, _):
        """Answer with more than any buffer on the way holds."""
        binding = b'{"s":{"type":"literal","value":"%b"}}' % (b"x" * 1000)
        bindings = b",".join([binding] * 10_000)
        self.send(b'{"head":{"vars":["s"]},"results":{"bindings":[%b]}}' % bindings)

    def redirect(self, _):
        """Send the caller elsewhere."""
        self.send(b"", status=307, Location=self.server.elsewhere)

    def error(self, _):
        """Fail, in words that are nobody's business."""
        self.send(b"a secret of the endpoint", status=500)

    def page(self, _):
        """Answer with a page."""
        self.send(b"<html>", "text/html")

    def endless(self, _):
        """Go on and on."""
        self.send(b'{"head":{"vars":["s"]}', Content_Length=None)
        while True:
            self.wfile.write(b" " * 10_000)

    def announced(self, _):
        """Promise more than anybody wants."""
        self.send(ROWS + b" " * 100_000)

    def drip(self, _):
        """Send a byte now and then: each comes in time, the answer does not."""
        self.send(b"{", Content_Length=None)
        while not self.server.over.wait(0.05):
            self.wfile.write(b" ")

    def mute(self, _):
        """Say nothing."""
        self.server.over.wait(20)

    def packed(self, _):
        """Answer in an encoding nobody asked for."""
        self.send(gzip.compress(ROWS), Content_Encoding="gzip")

    def broken(self, _):
        """Break off."""
        self.send(ROWS, Content_Length=len(ROWS) + 1)

    def junk(self, _):
        """Answer with what only looks like results."""
        self.send(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":')

    def yes(self, _):
        """Answer with a yes."""
        self.send(b'{"head":{},"boolean":true}')

    def noise(self, _):
        """Speak no HTTP."""
        self.wfile.write(b"hello\r\n\r\n")

    def log_message(self, *_):
        """Keep quiet."""


class Server(http.server.ThreadingHTTPServer):
    """Keeps what came in."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen, self.over, self.elsewhere = [], threading.Event(), ""
        self.url = f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, *_):
        """Callers hang up: that is what is tested."""


@pytest.fixture
def other():
    """Another server, with a SPARQL endpoint and its bad relatives."""
    server = Server()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


@dataclass
class Trap:
    """A socket that listens, and who came."""

    url: str
    port: int
    calls: list = field(default_factory=list)


@pytest.fixture
def trap():
    """A server that nobody is to call."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    found = Trap(f"http://127.0.0.1:{port}/", port)

    def count():
        with suppress(OSError):
            while True:
                connection, caller = listener.accept()
                found.calls.append(caller)
                connection.close()

    threading.Thread(target=count, daemon=True).start()
    yield found
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def outcome(text, forwarder):
    """What the engine answers in CSV, or the error; nothing of the engine outlives the call."""
    try:
        found = EmbeddedEngine(store_of(HERE), "test", "own").query(text, services=forwarder)
        return found.serialize(formats.CSV).decode()
    except EvaluationError as error:
        return forwarder.explained(error)


def answer(text, forwarder):
    """What the engine answers in CSV, or why it does not, as the forwarder puts it."""
    found = outcome(text, forwarder)
    if isinstance(found, EvaluationError):
        raise found
    return found


def test_a_query_joins_what_is_here_with_what_is_there(other):
    """A query over two datasets finds what neither of them knows alone."""
    query = f"""
        PREFIX e: <http://e/>
        SELECT ?who ?name {{
            e:a e:knows ?who . SERVICE <{other.url}sparql> {{ ?who e:name ?name }}
        }}
    """
    assert answer(query, Forwarder([other.url], **BOUNDS)) == "who,name\r\nhttp://e/b,Bé\r\n"


def test_the_endpoint_learns_what_it_must_and_no_more(other):
    """What is sent is a plain request: the query, what we read, and who we are."""
    query = f"SELECT * {{ SERVICE <{other.url}xml?a=b&c> {{ ?s ?p 'D' }} }}"
    assert "http://e/d" in answer(query, Forwarder([other.url], **BOUNDS))
    ((path, headers, sent),) = other.seen
    assert path == "/xml?a=b&c"
    assert dict(headers) == {
        "Host": other.url.split("/")[2],
        "User-Agent": f"dialograph/{__version__}",
        "Accept": "application/sparql-results+json, application/sparql-results+xml",
        "Accept-Encoding": "identity",
        "Content-Type": "application/sparql-query",
        "Content-Length": str(len(sent)),
        "Connection": "close",
    }
    assert sent == 'SELECT * WHERE { ?s ?p "D" . }'


def test_a_service_within_a_service_goes_out_as_it_was_written(other):
    """The endpoint is told where to ask on, and nothing of the addresses that we use inside."""
    outer, inner = f"{other.url}yes", f"{other.url}sparql"
    query = f"SELECT * {{ SERVICE <{outer}> {{ ?s ?p ?o SERVICE <{inner}> {{ ?o ?q ?r }} }} }}"
    with pytest.raises(EvaluationError, match="without rows"):
        answer(query, Forwarder([other.url], **BOUNDS))
    ((path, _, sent),) = other.seen
    assert path == "/yes"
    assert f"SERVICE <{inner}>" in sent


def test_answers_are_read_side_by_side(other):
    """Two long answers that the engine reads in turns do not wait for each other."""
    branch = f"SERVICE <{other.url}large> {{ ?s ?p ?o }}"
    query = f"SELECT ?s {{ {{ {branch} }} UNION {{ {branch} }} {branch} }} LIMIT 3"
    assert answer(query, Forwarder([other.url], private=True)).count("xxx\r\n") == 3


WRONG = {
    "redirect": "answers 307, a redirect, which is not followed",
    "error": "answers 500",
    "page": "answers in a format that holds no results of SPARQL",
    "endless": "gives an answer of more than 100,000 bytes",
    "announced": "gives an answer of more than 100,000 bytes",
    "drip": "does not answer within 0.5 seconds",
    "mute": "does not answer within 0.5 seconds",
    "packed": "answers in an encoding that was not asked for",
    "broken": "breaks off in the middle of its answer",
    "junk": "gives an answer that cannot be read",
    "yes": "gives an answer without rows",
    "noise": "does not answer as HTTP asks for",
}


SLOW = {"drip", "mute"}


def impatient(way, *prefixes):
    """A forwarder that waits for half a second where that is what is tested."""
    return Forwarder(prefixes, **BOUNDS, exchange=0.5 if way in SLOW else 25)


@pytest.mark.parametrize("way", WRONG)
def test_what_goes_wrong_is_told(other, trap, way):
    """The message names the endpoint and what it did; nothing of us, nothing of what it said."""
    other.elsewhere = trap.url
    with pytest.raises(EvaluationError) as caught:
        answer(
            f"SELECT * {{ SERVICE <{other.url}{way}> {{ ?s ?p ?o }} }}",
            impatient(way, other.url, trap.url),
        )
    told = f"The query cannot be evaluated: {other.url}{way} {WRONG[way]}."
    assert caught.value.message == told
    assert len(other.seen) == 1
    assert not trap.calls


@pytest.mark.parametrize("way", WRONG)
def test_silent_makes_an_empty_solution_of_it(other, trap, way):
    """With SILENT, whatever goes wrong counts as one solution without values."""
    other.elsewhere = trap.url
    query = f"SELECT ?s {{ SERVICE SILENT <{other.url}{way}> {{ ?s ?p ?o }} }}"
    assert answer(query, impatient(way, other.url, trap.url)) == "s\r\n\r\n"
    assert not trap.calls


def test_nobody_there_is_told(trap):
    """An endpoint that takes no connection is named, with the time it was given."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    query = f"SELECT * {{ SERVICE <{address}> {{}} }}"
    with pytest.raises(EvaluationError, match=f"{address} cannot be reached within 5 seconds"):
        answer(query, Forwarder([address], **BOUNDS))
    assert not trap.calls


def test_one_service_is_not_asked_without_end(other):
    """A pattern that the engine asks for again with every solution is cut off, in words."""
    pattern = f"?s ?p ?o FILTER EXISTS {{ SERVICE <{other.url}sparql> {{ ?o ?q ?r }} }}"
    forwarder = Forwarder([other.url], **BOUNDS, times=2)
    assert "http://e/b" in answer(f"SELECT * {{ {pattern} }}", forwarder)
    assert forwarder.failure is None
    assert len(other.seen) == 2
    answer(f"SELECT * {{ {{ {pattern} }} UNION {{ {pattern} }} }}", forwarder)
    forwarder = Forwarder([other.url], **BOUNDS, times=1)
    answer(f"SELECT * {{ {pattern} }}", forwarder)
    assert forwarder.failure == f"{other.url}sparql is asked more than 1 times by one SERVICE"
    assert len(other.seen) == 7


@pytest.mark.parametrize("part", ["FILTER EXISTS", "FILTER NOT EXISTS", "MINUS"])
def test_a_failure_that_the_engine_passes_over_is_kept(other, part):
    """Where the engine goes on without what it did not get, the failure can be looked up."""
    forwarder = Forwarder([other.url], **BOUNDS)
    query = f"SELECT * {{ ?s ?p ?o {part} {{ SERVICE <{other.url}error> {{ ?o ?q ?r }} }} }}"
    assert answer(query, forwarder)
    assert forwarder.failure == f"{other.url}error answers 500"
    forwarder.begin()
    assert forwarder.failure is None


def test_a_failure_that_the_query_passes_over_is_none(other):
    """What a SILENT service does not give is no failure of the query."""
    forwarder = Forwarder([other.url], **BOUNDS)
    for silent, failure in ((True, None), (False, f"{other.url}error answers 500")):
        request = urllib.request.Request(forwarder(f"{other.url}error", silent=silent), b"ASK {}")
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=5)
        with caught.value:
            assert caught.value.code == 502
            assert caught.value.read().decode() == f"{other.url}error answers 500"
        assert forwarder.failure == failure


@pytest.mark.parametrize(
    "beginning",
    ["http://127.0.0.1:1/", "https://127.0.0.1:{port}/", "http://localhost:{port}/", "URLx/"],
)
def test_an_address_that_is_not_allowed_is_refused(trap, beginning):
    """Without leave, nothing is connected to, whatever else in the query has leave."""
    prefix = beginning.format(port=trap.port).replace("URL", trap.url)
    forwarder = Forwarder([prefix, "https://allowed.example/"], **BOUNDS)
    for service in ("SERVICE", "SERVICE SILENT", "SERVICE <https://allowed.example/> {} SERVICE"):
        with pytest.raises(ForbiddenQueryError, match=f"SERVICE is refused for {trap.url}"):
            answer(f"SELECT * {{ {service} <{trap.url}> {{ ?s ?p ?o }} }}", forwarder)
    assert not trap.calls


def test_this_machine_is_out_of_reach(trap):
    """An allowed address that turns out to be of this machine is not connected to."""
    query = f"SELECT * {{ SERVICE <{trap.url}> {{ ?s ?p ?o }} }}"
    with pytest.raises(EvaluationError, match="is at an address that no query here may reach"):
        answer(query, Forwarder([trap.url], private=False))
    assert not trap.calls


def resolve_to(monkeypatch, *answers):
    """Make each look-up of a name give the next of these lists of addresses; yields the names."""
    asked, left = [], list(answers)

    def look_up(host, port, **_):
        asked.append(host)
        kinds = [socket.AF_INET6 if ":" in each else socket.AF_INET for each in left[0]]
        return [
            (kind, socket.SOCK_STREAM, 0, "", (each, port))
            for kind, each in zip(kinds, left.pop(0), strict=True)
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_one_bad_address_spoils_a_name(monkeypatch, trap):
    """A name with a public and a private address is refused as a whole."""
    resolve_to(monkeypatch, ["192.88.1.1", "127.0.0.1"])
    address = f"http://rebound.example:{trap.port}/"
    with pytest.raises(EvaluationError, match=f"{address} is at an address that no query"):
        answer(f"SELECT * {{ SERVICE <{address}> {{}} }}", Forwarder([address], private=False))
    assert not trap.calls


def test_a_name_is_looked_up_once(monkeypatch, other, trap):
    """The address that is checked is the one that is connected to; the name goes along."""
    asked = resolve_to(monkeypatch, ["127.0.0.1"], ["127.0.0.2"])
    address = f"http://other.example:{other.server_port}/"
    query = f"SELECT ?s {{ SERVICE <{address}sparql> {{ ?s ?p 'D' }} }}"
    assert answer(query, Forwarder([address], **BOUNDS)) == "s\r\nhttp://e/d\r\n"
    assert asked == ["other.example"]
    assert other.seen[0][1]["Host"] == f"other.example:{other.server_port}"
    assert not trap.calls


def test_a_name_nobody_knows_is_told(monkeypatch):
    """A name without an address, or that the system takes too long for, is a failure in words."""
    over = threading.Event()

    def look_up(*_, **__):
        over.wait(20)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    forwarder = Forwarder(["http://nobody.example/"], private=False, connect=0.1)
    with pytest.raises(EvaluationError, match=r"nobody\.example/ has a name that leads nowhere"):
        answer("SELECT * { SERVICE <http://nobody.example/> {} }", forwarder)
    over.set()


@pytest.mark.parametrize(
    ("address", "public", "private"),
    [
        ("8.8.8.8", True, True),
        ("193.0.0.1", True, True),
        ("2606:4700::1111", True, True),
        ("::ffff:8.8.8.8", True, True),
        ("64:ff9b::8.8.8.8", True, True),
        ("2002:808:808::1", True, True),
        ("127.0.0.1", False, True),
        ("127.255.0.9", False, True),
        ("10.1.2.3", False, True),
        ("172.16.0.1", False, True),
        ("172.31.255.255", False, True),
        ("192.168.1.1", False, True),
        ("169.254.169.254", False, True),
        ("100.64.0.1", False, True),
        ("100.127.255.255", False, True),
        ("192.0.0.192", False, True),
        ("192.0.2.1", False, True),
        ("198.18.0.1", False, True),
        ("198.51.100.1", False, True),
        ("203.0.113.1", False, True),
        ("192.88.99.1", False, True),
        ("168.63.129.16", False, True),
        ("240.0.0.1", False, True),
        ("255.255.255.255", False, True),
        ("0.1.2.3", False, True),
        ("::1", False, True),
        ("::127.0.0.1", False, True),
        ("::8.8.8.8", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("::ffff:a9fe:a9fe", False, True),
        ("64:ff9b::10.0.0.1", False, True),
        ("64:ff9b:1::8.8.8.8", False, True),
        ("2002:7f00:1::", False, True),
        ("2002:c0a8:101::1", False, True),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False, True),
        ("2001:db8::1", False, True),
        ("3fff::1", False, True),
        ("fe80::1", False, True),
        ("fe80::1%1", False, True),
        ("fec0::1", False, True),
        ("fd00:ec2::254", False, True),
        ("100::1", False, True),
        ("5f00::1", False, True),
        ("0.0.0.0", False, False),  # noqa: S104
        ("::", False, False),
        ("::ffff:0.0.0.0", False, False),
        ("224.0.0.1", False, False),
        ("239.255.255.250", False, False),
        ("::ffff:224.0.0.1", False, False),
        ("ff02::1", False, False),
        ("ff0e::1", False, False),
    ],
)
def test_only_global_addresses_are_reached(address, public, private):
    """An address that is not of the whole Internet is refused, however it is written."""
    assert is_reachable(address, private=False) is public
    assert is_reachable(address, private=True) is private


@pytest.mark.parametrize(
    "iri",
    [
        "https://e.example/sparql",
        "https://e.example/sparql/a?query=../x",
        "https://e.example/sparqlx",
        "HTTPS://E.Example/sparql",
        "https://e.example:443/sparql",
        "https://e.example/sparql/é",
        "https://e.example/sparql/.well-known/a..b/...",
    ],
)
def test_an_allowed_address_has_several_spellings(iri):
    """Case and port of a server do not matter; the path begins as it must."""
    forwarder = Forwarder(["https://E.example:0443/sparql"], private=False)
    assert forwarder(iri).startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    "iri",
    [
        "http://e.example/sparql",
        "ftp://e.example/sparql",
        "file:///sparql",
        "urn:sparql",
        "//e.example/sparql",
        "https:e.example/sparql",
        "https:///e.example/sparql",
        "https://e.example",
        "https://e.example/",
        "https://e.example/SPARQL",
        "https://e.example:444/sparql",
        "https://e.example:/sparql",
        "https://e.example:99999/sparql",
        "https://e.example:0/sparql",
        "https://e.example./sparql",
        "https://e.example.evil.example/sparql",
        "https://user@e.example/sparql",
        "https://user:word@e.example/sparql",
        "https://e.example@evil.example/sparql",
        "https://e.example\\@evil.example/sparql",
        "https://evil.example/https://e.example/sparql",
        "https://evil.example?https://e.example/sparql",
        "https://evil.example#https://e.example/sparql",
        "https://ｅ.example/sparql",
        "https://e.exa\u212ample/sparql",
        "https://e%2eexample/sparql",
        "https://e.example/sparql#part",
        "https://e.example/sparql/../admin",
        "https://e.example/sparql/..",
        "https://e.example/sparql/./a",
        "https://e.example/./sparql",
        "https://e.example/sparql/..;/admin",
        "https://e.example/sparql/..;a=b/admin",
        "https://e.example/sparql/..%3b/admin",
        "https://e.example/sparql/%2e%2e/admin",
        "https://e.example/sparql/.%2E/admin",
        "https://e.example/sparql/%252e%252e/admin",
        "https://e.example/sparql/..%2fadmin",
        "https://e.example/sparql%2F..%2Fadmin",
        "https://e.example/sparql/..%5cadmin",
        "https://e.example/sparql/..\\admin",
        "https://e.example/sparql%00",
        "https://e.example/sparql%0d%0aHost:%20evil.example",
        "https://e.example/sparql\r\nHost: evil.example",
        "https://e.example/sparql HTTP/1.1",
        "https://e.example/sparql\n",
        "https://e.example/sparql%",
        "https://e.example/sparql%zz",
        "https://[::1]/sparql",
        "https://2130706433/sparql",
        "",
    ],
)
def test_what_only_looks_allowed_is_refused(iri):
    """No spelling leads out of what is allowed."""
    with pytest.raises(ForbiddenQueryError, match="SERVICE is refused"):
        Forwarder(["https://e.example/sparql"], private=True)(iri)


def test_a_prefix_without_a_path_ends_with_the_host():
    """The host of a prefix is whole, and a prefix that is no address allows nothing."""
    forwarder = Forwarder(
        ["https://e.example", "https://", "", "https://x.example/.."], private=True
    )
    assert forwarder("https://e.example/a")
    for iri in ("https://e.example.com/", "https://x.example/", "https://x.example/../a"):
        with pytest.raises(ForbiddenQueryError, match="SERVICE is refused"):
            forwarder(iri)


def test_an_address_is_taken_apart():
    """The parts of an address are what is connected to, asked for and shown."""
    assert endpoint("HTTP://[::1]:80/é?b=[1]&ü") == (
        "http://[::1]/%C3%A9?b=[1]&%C3%BC",
        "http",
        "::1",
        80,
        "/%C3%A9?b=[1]&%C3%BC",
    )


def test_who_does_not_know_the_secret_gets_nothing(other):
    """Another program of this machine that finds the port finds nothing behind it."""
    address = Forwarder([other.url], **BOUNDS)(f"{other.url}sparql")
    origin, secret, number = address.rsplit("/", 2)
    assert len(secret) == 32
    assert number == "1"
    for wrong in ("", "1", f"{secret}/2", f"{secret}/", f"{'0' * 32}/1", "../1"):
        request = urllib.request.Request(f"{origin}/{wrong}", data=b"ASK {}", method="POST")
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=5)
        with caught.value:
            assert caught.value.code == 404
            assert caught.value.read() == b""
    assert not other.seen


@pytest.fixture
def encrypted(other, tmp_path):
    """The other server behind TLS, for the name localhost; yields the file of its certificate."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=a"
    files = ("-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate)
    subprocess.run(
        [openssl, *words.split(), *files],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    other.socket = context.wrap_socket(
        other.socket, server_side=True, do_handshake_on_connect=False
    )
    return certificate


def test_tls_is_for_the_right_name(other, encrypted, monkeypatch):
    """A trusted certificate is good for its name, and for no other name of the same server."""
    monkeypatch.setenv("SSL_CERT_FILE", str(encrypted))
    address = f"https://localhost:{other.server_port}/sparql"
    query = f"SELECT ?s {{ SERVICE <{address}> {{ ?s ?p 'D' }} }}"
    assert answer(query, Forwarder([address], **BOUNDS)) == "s\r\nhttp://e/d\r\n"
    address = f"https://127.0.0.1:{other.server_port}/sparql"
    query = f"SELECT ?s {{ SERVICE <{address}> {{ ?s ?p 'D' }} }}"
    with pytest.raises(EvaluationError, match="has no certificate for its name that is trusted"):
        answer(query, Forwarder([address], **BOUNDS))
    assert len(other.seen) == 1


def test_tls_is_with_somebody_trusted(other, encrypted):
    """A certificate that nobody vouches for is refused, and nothing is sent."""
    assert encrypted.exists()
    address = f"https://localhost:{other.server_port}/sparql"
    with pytest.raises(EvaluationError, match="has no certificate for its name that is trusted"):
        answer(f"SELECT * {{ SERVICE <{address}> {{}} }}", Forwarder([address], **BOUNDS))
    assert not other.seen
