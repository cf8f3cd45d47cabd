"""Queries of the catalogue over two live servers, each with its own dialogue."""

import csv
import html
import io
import re
import socket
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest

from asking import ask, send
from conftest import serving
from dialograph.catalog.queries import shipped_catalog
from dialograph.graph.sources import shipped_root

FEDERATED = [name for name, query in shipped_catalog().items() if query.federated]
HERE = "rabat"
"""The graph that only the one server has; the other has all the rest, and both the Compact."""


def files(wanted):
    """Flags that load the ontology and the graphs of some names."""
    ontology = sorted((shipped_root() / "ontology").glob("*.ttl"))
    graphs = [path for path in (shipped_root() / "data").glob("*.ttl") if wanted(path.stem)]
    return ["--load", *ontology, *sorted(graphs)]


@pytest.fixture(scope="module")
def there():
    """The server that is asked."""
    with serving(*files(lambda name: name != HERE)) as served:
        yield served.url


@pytest.fixture(scope="module")
def dead():
    """The address of a server that is down."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture(scope="module")
def here(there):
    """The server that asks; it may ask the other, and the liars."""
    own = files(lambda name: name in (HERE, "gcm", "places"))
    with liars() as addresses:
        allowed = ",".join(f"{each}/" for each in (there, *addresses.values()))
        flags = ["--service-allow", allowed, "--service-private", "yes", "--query-timeout", "3"]
        with serving(*own, *flags) as served:
            yield served.url, addresses


@contextmanager
def liars():
    """Servers that answer as no endpoint should: by name, their addresses."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nConnection: close\r\n\r\n"
    rows = b'{"head":{"vars":["objective"]},"results":{"bindings":['
    binding = b'{"objective":{"type":"literal","value":"' + b"x" * 60_000 + b'"}},'

    def slow(connection, over):
        connection.sendall(head % b"application/sparql-results+json")
        while not over.wait(0.05):
            connection.sendall(b" ")

    def endless(connection, _):
        connection.sendall(head % b"application/sparql-results+json" + rows)
        while True:
            connection.sendall(binding)

    def page(connection, _):
        connection.sendall(head % b"text/html" + b"<p>Welcome</p>")

    def elsewhere(connection, _):
        connection.sendall(
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
        )

    over = threading.Event()
    sockets = {}
    for behave in (slow, endless, page, elsewhere):
        listening = sockets[behave.__name__] = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=_serve, args=(listening, behave, over), daemon=True).start()
    yield {name: f"http://127.0.0.1:{each.getsockname()[1]}" for name, each in sockets.items()}
    over.set()
    for each in sockets.values():
        each.close()


def _serve(listening, behave, over):
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(connection, behave, over), daemon=True).start()


def _answer(connection, behave, over):
    with connection:
        try:
            connection.recv(65_536)
            behave(connection, over)
        except OSError:
            return  # the caller has heard enough


def rows(url, name, end="csv", **values):
    """What a query of the catalogue answers, as rows of CSV."""
    reply = send(url, path=f"/queries/{name}.{end}?{urlencode(values)}")
    assert reply.status == 200, reply.text
    return list(csv.DictReader(io.StringIO(reply.text)))


def test_activities_of_both_servers_are_those_of_one_that_has_both(here, there, server):
    """Activities on an objective, asked of two servers, are those of a server with both graphs."""
    url, _ = here
    for number in (9, 23):
        found = rows(
            url,
            "federated-activities-by-objective",
            objective=f"gcm-o{number}",
            server=f"{there}/sparql",
        )
        whole = rows(server, "activities-by-objective", objective=f"gcm-o{number}")
        assert {row["activity"] for row in found} == {row["activity"] for row in whole}
        assert {row["activity"]: row["activityLabel"] for row in found} == {
            row["activity"]: row["activityLabel"] for row in whole
        }
        assert {row["server"] for row in found} <= {"", f"{there}/sparql"}
        assert any(not row["server"] for row in found)


def test_objectives_untouched_on_both_are_those_untouched_on_one_that_has_both(here, there, server):
    """An objective that either server serves is not untouched."""
    url, _ = here
    for framework in ("gcm", "map"):
        found = rows(
            url,
            "federated-objectives-untouched",
            framework=framework,
            server=f"{there}/sparql",
            lang="fr",
        )
        assert found == rows(server, "objectives-without-alignment", framework=framework, lang="fr")


def test_a_partner_of_two_dialogues_is_found_across_servers(here, there, server):
    """Members of the dialogue here that sit in one of the dialogues there are joined by IRI."""
    url, _ = here
    found = rows(url, "federated-members", server=f"{there}/sparql")
    pairs = {(row["partner"], row["dialogue"], row["otherDialogue"]) for row in found}
    query = """
    PREFIX org: <http://www.w3.org/ns/org#>
    PREFIX role: <https://w3id.org/dialograph/id/role/>
    PREFIX schema: <https://schema.org/>
    SELECT DISTINCT ?partner ?one ?two WHERE {
      GRAPH <https://w3id.org/dialograph/graphs/rabat> {
        ?a org:member ?partner ; org:organization ?one ; org:role role:member .
      }
      GRAPH ?other {
        ?b org:member ?partner ; org:organization ?two ; org:role role:member .
      }
      FILTER (?other != <https://w3id.org/dialograph/graphs/rabat> && ?one != ?two)
      FILTER NOT EXISTS { ?a schema:endDate ?end }
      FILTER NOT EXISTS { ?b schema:endDate ?end }
    }"""
    assert pairs == set(ask(server, query).rows)
    assert all(row["otherDialogueLabel"] for row in found)


@pytest.mark.parametrize("name", FEDERATED)
@pytest.mark.parametrize(
    ("liar", "status", "said"),
    [
        ("slow", 503, ""),
        ("endless", 422, "more than"),
        ("page", 422, "format"),
        ("elsewhere", 422, "redirect"),
    ],
)
def test_a_server_that_lies_is_told_in_words(here, name, liar, status, said):
    """Whatever is wrong with the other server, the answer says so, names it, and comes in time."""
    url, addresses = here
    address = f"{addresses[liar]}/sparql"
    before = time.monotonic()
    reply = send(url, path=f"/queries/{name}.csv?{urlencode({'server': address})}")
    assert time.monotonic() - before < 20
    assert reply.status == status, reply.text
    assert reply.media_type == "application/problem+json"
    if said:
        assert address in reply.json["detail"]
        assert said in reply.json["detail"]
    assert send(url, path="/health/ready").status == 200


def test_a_server_that_is_not_allowed_is_not_asked(here, server):
    """An address that the operator has not allowed is refused, on any server."""
    path = f"/queries/federated-members.csv?{urlencode({'server': 'http://127.0.0.1:9/sparql'})}"
    for url in (here[0], server):
        reply = send(url, path=path)
        assert reply.status == 403
        assert reply.json["type"].endswith("/problems/forbidden-query")


@pytest.mark.parametrize(
    "address",
    ["", "other", "http://e/> { } #", "ftp://e/x", "http://u:p@e/", "http://e/x y", "http://e/#f"],
)
def test_what_is_no_address_is_named(server, address):
    """A value that is no plain address of HTTP gets 422, and never enters the query."""
    path = f"/queries/federated-members.csv?{urlencode({'server': address})}"
    reply = send(server, path=path)
    assert reply.status == 422
    assert [each["name"] for each in reply.json["parameters"]] == ["server"]


@pytest.mark.parametrize("name", FEDERATED)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_asks_for_a_server_and_shows_the_answer(here, there, server, name, lang):
    """The page opens with an empty field and no reproach; filled in, it shows names and places."""
    url, _ = here
    opened = send(url, path=f"/queries/{name}?lang={lang}", headers={"Accept": "text/html"})
    assert opened.status == 200
    assert 'role="alert"' not in opened.text
    assert re.search(r'<input id="p-server" name="server"', opened.text)
    assert "service_allow" not in opened.text
    closed = send(server, path=f"/queries/{name}?lang={lang}", headers={"Accept": "text/html"})
    assert "service_allow" in closed.text
    asked = urlencode({"server": f"{there}/sparql", "lang": lang})
    filled = send(url, path=f"/queries/{name}?{asked}", headers={"Accept": "text/html"})
    assert filled.status == 200
    assert f"SERVICE &lt;{there}/sparql&gt;" in filled.text
    assert "<table" in filled.text or "<p>" in html.unescape(filled.text)
    wrong = send(url, path=f"/queries/{name}?server=x&lang={lang}", headers={"Accept": "text/html"})
    assert wrong.status == 422
