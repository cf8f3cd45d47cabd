"""``SERVICE`` over HTTP: one dialograph server asks another, when it may."""

import pytest

from asking import ask, send
from conftest import serving

FEDERATED = """
SELECT ?label WHERE {{
  <http://example.org/a> <http://example.org/p> ?b .
  SERVICE {silent} <{url}/sparql> {{ <http://example.org/a> <http://example.org/label> ?label }}
}} ORDER BY ?label"""


@pytest.fixture(scope="module")
def other(two_graphs):
    """The server that is asked by the other."""
    return two_graphs


@pytest.fixture(scope="module")
def federating(other, tmp_path_factory):
    """A server that may ask the other, although it is on this machine."""
    path = tmp_path_factory.mktemp("federating") / "own.ttl"
    path.write_text("<http://example.org/a> <http://example.org/p> <http://example.org/b> .")
    flags = ["--load", path, "--service-allow", f"{other}/", "--service-private", "yes"]
    with serving(*flags) as served:
        yield served.url


def test_a_query_reaches_an_endpoint_that_is_allowed(federating, other):
    """A join over two servers is answered, and the answer may not be stored for later."""
    reply = ask(federating, FEDERATED.format(url=other, silent=""))
    assert reply.status == 200
    assert reply.rows == [("one",), ("un",)]
    assert reply.headers["Cache-Control"] == "no-store"
    assert "ETag" not in reply.headers


def test_the_service_description_says_that_there_is_federation(federating, other):
    """BasicFederatedQuery is a feature of the server that does it, and of no other."""
    assert "BasicFederatedQuery" in ask(federating).text
    assert "BasicFederatedQuery" not in ask(other).text


@pytest.mark.parametrize("silent", ["", "SILENT"])
@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://localhost", "https://example.org"])
def test_other_endpoints_are_refused(federating, url, silent):
    """An address that is not allowed gets 403, also with SILENT."""
    reply = ask(federating, FEDERATED.format(url=url, silent=silent))
    assert reply.status == 403
    assert reply.json["type"].endswith("/problems/forbidden-query")


def test_a_failing_endpoint_fails_the_query_in_words(federating, other):
    """Where the other server answers with an error, ours does too, and names the endpoint."""
    query = FEDERATED.format(url=f"{other}/nowhere", silent="")
    reply = ask(federating, query)
    assert reply.status == 422
    assert f"{other}/nowhere/sparql" in reply.json["detail"]
    assert ask(federating, query.replace("SERVICE", "SERVICE SILENT")).rows == [(None,)]


def test_a_private_address_is_refused_unless_that_is_allowed(other, tmp_path):
    """Without --service-private, an allowed address on this machine is not asked."""
    (tmp_path / "own.ttl").write_text("<http://example.org/a> <http://example.org/p> 1 .")
    with serving("--load", tmp_path / "own.ttl", "--service-allow", f"{other}/") as served:
        reply = ask(served.url, FEDERATED.format(url=other, silent=""))
        assert reply.status == 422
        assert other in reply.json["detail"]
        assert ask(served.url, "ASK { ?s ?p ?o }").json["boolean"] is True
        assert send(served.url, path="/health/ready").status == 200
