"""Sources that mean harm, or do it: whatever they do, the graph stays as it was."""

import gzip
import os
import pty
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from dialograph.integrate.harvest.configuring import read_sources
from dialograph.integrate.harvest.sources import KINDS, Limits
from harvesting import EX, Place, Web, canonical, meetings, parsed

BILLION = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
rdf:about="urn:x:a"><rdf:value>&b;</rdf:value></rdf:Description></rdf:RDF>"""
DEEP = '{"@id":"urn:x:a","urn:x:p":' * 5_000 + '"x"' + "}" * 5_000
CLIQUE = "\n".join(f"_:a{n} <urn:x:p> _:a{m} ." for n in range(12) for m in range(12) if n != m)


@pytest.fixture
def place(tmp_path, capsys):
    """A data directory with one version."""
    return Place(tmp_path / "here", capsys.readouterr)


@pytest.fixture
def web():
    """A server that a test makes hostile."""
    with Web().running() as running:
        yield running


def endless(request):
    """Go on and on."""
    request.send(b"", Content_Length=None)
    with suppress(OSError):
        while not request.server.web.over.is_set():
            request.wfile.write(b"# nothing\n" * 1_000)


def drip(request):
    """Send a byte now and then: each comes in time, the answer does not."""
    request.send(b"", Content_Length=None)
    with suppress(OSError):
        while not request.server.web.over.wait(0.1):
            request.wfile.write(b"#")


def mute(request):
    """Say nothing."""
    request.server.web.over.wait(10)


def noise(request):
    """Speak no HTTP."""
    request.wfile.write(b"hello\r\n\r\n")


def sent(body, media_type="text/turtle", **headers):
    """Send this."""
    return lambda request: request.send(body, media_type, **headers)


FAILED = {
    "endless": (endless, "gives more than the 50,000 bytes"),
    "huge": (sent(b"#" * 60_000), "gives more than the 50,000 bytes"),
    "gzip bomb": (
        sent(gzip.compress(b"#" * 10_000_000), Content_Encoding="gzip"),
        "gives more than the 50,000 bytes",
    ),
    "gzip cut": (sent(gzip.compress(b"#" * 999)[:-9], Content_Encoding="gzip"), "is not whole"),
    "odd coding": (sent(b"", Content_Encoding="br"), "was not asked for"),
    "drip": (drip, "does not answer in time"),
    "mute": (mute, "does not answer in time"),
    "noise": (noise, "does not answer as HTTP asks for"),
    "cut": (sent(meetings(1), Content_Length=9_999), "breaks off in the middle"),
    "gone": (sent(b"", status=410), "answers 410"),
    "304": (sent(b"", status=304), "was not asked that"),
    "image": (sent(b"x", "image/png"), "is not known to hold RDF"),
    "file": (sent(b"", status=302, Location="file:///etc/passwd"), "no address"),
}


@pytest.mark.parametrize("name", FAILED)
def test_what_cannot_be_fetched_is_told(place, web, name):
    """A source that is slow, endless, cut, or no HTTP fails in one line, and changes nothing."""
    web.paths["/data"], wanted = FAILED[name]
    lines = ['bytes = "50kB"', "tries = 2", "pause = 0.01", "seconds = 1"]
    place.sources(
        f'[source.one]\nkind = "rdf"\naddress = "{web.url}/data"\ngraph = "graphs/taken"\n'
        f'private_hosts = ["{web.host}"]\n[source.one.limits]\n' + "\n".join(lines)
    )
    told = place.one()
    assert (told["state"], place.code, place.version) == ("failed", 1, 1)
    assert wanted in told["english"]
    assert told["french"] != told["english"]
    assert "\n" not in told["english"]


ASIDE = {
    "lie": (sent('{"@id": "urn:x:a"}'), "not valid Turtle"),
    "page": (sent("<html>nothing</html>", "text/html"), "holds no JSON-LD"),
    "xml bomb": (sent(BILLION, "application/rdf+xml"), "DOCTYPE"),
    "json bomb": (sent(DEEP, "application/ld+json"), "nests more than"),
    # It runs out of its seconds or of its memory, whichever comes first.
    "clique": (sent(CLIQUE), "What arrived "),
    "many": (sent(meetings(*range(30))), "more than 50 statements"),
    "latin": (sent('<urn:x:a> <urn:x:p> "é" .'.encode("latin-1")), "not encoded in UTF-8"),
    "script": (
        sent(
            '<script type="application/ld+json">{"@id":"urn:x:a","urn:x:p":1}</script>'
            '<script type="application/ld+json">{"@id":</script>',
            "text/html",
        ),
        "In block 2 of JSON-LD",
    ),
}


@pytest.mark.parametrize("name", ASIDE)
def test_what_cannot_be_read_is_put_aside(place, web, name):
    """Lies about the type and bombs are put aside with the reason; nothing comes of them."""
    web.paths["/data"], wanted = ASIDE[name]
    place.sources(
        f'[source.one]\nkind = "rdf"\naddress = "{web.url}/data"\ngraph = "graphs/taken"\n'
        f'private_hosts = ["{web.host}"]\nlimits = {{ seconds = 2, triples = 150 }}\n'
        if name != "many"
        else f'[source.one]\nkind = "rdf"\naddress = "{web.url}/data"\ngraph = "graphs/taken"\n'
        f'private_hosts = ["{web.host}"]\nlimits = {{ triples = 50 }}\n'
    )
    told = place.one()
    assert (told["state"], place.version) == ("quarantined", 1)
    assert wanted in told["english"]
    assert told["french"] != told["english"]


def test_no_context_is_fetched(place, web):
    """JSON-LD that names a context on the web is refused, and nobody is asked for the context."""
    body = f'{{"@context": "{web.url}/context", "@id": "urn:x:a", "name": "x"}}'
    web.paths["/data"] = sent(body, "application/ld+json")
    place.source(f"{web.url}/data")
    told = place.one()
    assert (told["state"], "the context" in told["english"]) == ("quarantined", True)
    assert [path for _, path, _ in web.seen] == ["/data"]


def test_what_a_server_calls_its_content_goes_back_to_it_only_if_it_is_plain(place, web):
    """An ETag that is no line of ASCII is not repeated: no header can be made of it."""
    web.paths["/data"] = sent(meetings(1), ETag='"\u00e9"\r\n X-Made: yes')
    place.source(f"{web.url}/data")
    assert place.one()["state"] == "changed"
    assert place.one()["state"] == "unchanged"
    assert not any("X-Made" in headers or "If-None-Match" in headers for _, _, headers in web.seen)


def test_the_source_may_know_better_than_its_server(place, web):
    """A server that tells the wrong type is overruled by the source."""
    web.paths["/data"] = sent(meetings(1), "text/plain")
    place.source(f"{web.url}/data", 'format = "turtle"')
    assert place.one()["state"] == "changed"
    assert canonical(place.quads()) == parsed(meetings(1))


# --- Where nobody may be led ---


def test_redirects_lead_only_where_the_source_allows(place, web):
    """A redirect to another host is refused before anybody there is asked; one within is taken."""
    with Web().running() as trap:
        trap.paths["/x"] = meetings(9)
        web.paths["/data"] = sent(b"", status=302, Location=f"{trap.url}/x")
        place.source(f"{web.url}/data")
        told = place.one()
        assert (told["state"], "a host that the source does not allow" in told["english"]) == (
            "failed",
            True,
        )
        assert trap.seen == []
        # Allowed by name, and at a private address all the same.
        place.source(f"{web.url}/data", f'hosts = ["{trap.host}"]')
        told = place.one()
        assert (told["state"], "in private_hosts" in told["english"]) == ("failed", True)
        assert trap.seen == []
    web.paths["/data"] = sent(b"", status=308, Location="/there")
    web.paths["/there"] = meetings(1)
    assert place.one()["state"] == "changed"
    web.paths["/there"] = sent(b"", status=307, Location="/data")
    told = place.one()
    assert (told["state"], "redirects more than" in told["english"]) == ("failed", True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1"])
def test_no_private_address_is_asked_unless_allowed_as_such(place, web, host):
    """A host under ``hosts`` that lies on this machine or a private network is never reached."""
    port = web.host.partition(":")[2]
    web.paths["/data"] = meetings(1)
    place.sources(
        f'[source.one]\nkind = "rdf"\naddress = "http://{host}:{port}/data"\n'
        f'graph = "graphs/taken"\nhosts = ["{host}:{port}"]\nlimits = {{ tries = 1 }}\n'
    )
    told = place.one()
    assert told["state"] == "failed"
    assert "in private_hosts" in told["english"] or "nowhere" in told["english"]
    assert web.seen == []


def test_an_endpoint_is_held_to_the_same(place, web):
    """What SPARQLWrapper puts together goes the same way: no redirect to where nobody may go."""
    with Web().running() as trap:
        web.paths["/sparql"] = sent(b"", status=307, Location=f"{trap.url}/sparql")
        place.file("q.rq", "CONSTRUCT { ?key ?p ?o } WHERE { ?key ?p ?o }")
        place.source(f"{web.url}/sparql", 'query = "q.rq"', kind="sparql")
        told = place.one()
        assert (told["state"], "does not allow" in told["english"]) == ("failed", True)
        assert trap.seen == []


def test_a_source_gives_no_orders_to_a_terminal(place, web):
    """Control characters that a source sends are shown on a terminal, and not obeyed by it."""
    web.paths["/data"] = sent("@prefix ex: <http://example.org/> .\nex:a ex:b \x1b[2J\x9b2J .")
    place.source(f"{web.url}/data")
    ours, theirs = pty.openpty()
    words = ("--sources", place.folder / "sources.toml", "--data-dir", place.data)
    command = [sys.executable, "-m", "dialograph", "harvest", *map(str, words)]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.DEVNULL, check=False)
    os.close(theirs)
    shown = os.read(ours, 4096)
    os.close(ours)
    assert done.returncode == 1
    assert rb"\x1b" in shown
    assert not {0x1B, 0x9B} & set(shown)


# --- Patience ---


def test_who_is_busy_is_asked_again(place, web):
    """429 and 503 are waited for, as long as they say or longer each time, then it goes on."""
    answers = iter(
        [sent(b"", status=429, Retry_After="0"), sent(b"", status=503), sent(meetings(1))]
    )

    def answer(request):
        next(answers)(request)

    web.paths["/data"] = answer
    place.source(f"{web.url}/data")
    assert place.one()["state"] == "changed"
    assert len(web.seen) == 3


def test_nobody_waits_longer_than_the_source_allows(place, web):
    """A Retry-After past the end of the source's time, as a number or a date, is not waited for."""
    later = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 9_999))
    for wait in ("9999", later):
        web.paths["/data"] = sent(b"", status=503, Retry_After=wait)
        place.source(f"{web.url}/data")
        told = place.one()
        assert (told["state"], "answers 503" in told["english"]) == ("failed", True)
    assert len(web.seen) == 2


def test_one_that_fails_stops_no_other(place, web):
    """A source that fails, and one that is refused, keep no other from being harvested."""
    web.paths["/good"] = meetings(1)
    web.paths["/bad"] = sent("no turtle")
    place.sources(
        "".join(
            f'[source.{name}]\nkind = "rdf"\naddress = "{web.url}/{name}"\n'
            f'graph = "graphs/{"taken" if name == "good" else name}"\n'
            f'private_hosts = ["{web.host}"]\n'
            for name in ("gone", "bad", "good")
        )
    )
    assert place.run() == 1
    assert "gone: not harvested; its graph stays as it was." in place.out
    assert "3 sources: 1 changed, 1 put aside, 1 not harvested." in place.out
    assert canonical(place.quads()) == parsed(meetings(1))


# --- sources.toml ---

RDF = 'kind = "rdf"\naddress = "https://data.example.org/x"\ngraph = "graphs/taken"\n'
WRONG = {
    "nothing": ("", "no source is named"),
    "toml": ("[source.one", "not valid TOML"),
    "misspelt": (f"[source.one]\n{RDF}adress = 1\n", "adress: this key is not known; do you mean"),
    "within": (
        f'[source.one]\n{RDF}hosts = "data.example.org"\nlimits = {{ byte = 1 }}\n',
        "limits.byte: this key is not known; do you mean bytes?",
    ),
    "above": ("[sources.one]\n", "sources: this key is not known; do you mean source?"),
    "kind": (f"[source.one]\n{RDF.replace('rdf', 'rfd')}", "kind: give one of dialograph"),
    "host": (f"[source.one]\n{RDF}", "hosts: the host of https://data.example.org/x"),
    "scheme": (f"[source.one]\n{RDF.replace('https', 'ftp')}", "no address that can be asked"),
    "no graph": ('[source.one]\nkind = "file"\nfiles = "x.ttl"\n', "graph: it is missing"),
    "history": (
        '[source.one]\nkind = "file"\nfiles = "x.ttl"\ngraph = "graphs/history"\n',
        "the history is written by the server alone",
    ),
    "twice": (
        "".join(
            f'[source.{name}]\nkind = "file"\nfiles = "x.ttl"\ngraph = "graphs/a"\n'
            for name in ("one", "two")
        ),
        "the source one fills the same graph",
    ),
    "mapping": (
        f'[source.one]\n{RDF}hosts = "data.example.org"\nmapping = "mine"\n',
        "no mapping mine is shipped; give one of none, ",
    ),
    "kindless": (f"[source.one]\n{RDF}page = 3\n", "page: it means nothing for the kind rdf"),
    "size": (
        f'[source.one]\n{RDF}hosts = "data.example.org"\nlimits = {{ bytes = "big" }}\n',
        "limits.bytes: give a size",
    ),
    "name": (f'[source."One!"]\n{RDF}', "small letters"),
    "paged": (
        f'[source.one]\n{RDF.replace("rdf", "sparql")}query = "q.rq"\n',
        "q.rq has something after the pattern",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_in_the_file_is_told_in_one_line(place, name):
    """What is wrong in sources.toml is refused in one line: which key of which source, and why."""
    text, wanted = WRONG[name]
    place.file("q.rq", "CONSTRUCT { ?key ?p ?o } WHERE { ?key ?p ?o } LIMIT 5")
    place.sources(text)
    assert place.run() == 2
    assert wanted in place.err
    assert place.err.count("\n") == 1
    assert str(place.folder) not in place.err
    assert place.run("--lang", "fr") == 2
    assert "’" in place.err or ":" in place.err


def test_a_source_that_is_not_there_cannot_be_asked_for(place, web):
    """--only names sources that there are; --sources a file that there is."""
    place.source(f"{web.url}/data")
    assert place.run("--only", "two") == 2
    assert "There is no source two. There are one." in place.err
    (place.folder / "sources.toml").unlink()
    assert place.run() == 2
    assert "--sources" in place.err
    assert EX not in place.err


def test_the_example_of_the_docs_is_read(tmp_path):
    """docs/sources.toml, with the files that it names beside it, is a file of sources as it is."""
    example = Path(__file__).parent.parent / "docs/sources.toml"
    (tmp_path / "sources.toml").write_text(example.read_text())
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries/ministry.rq").write_text("CONSTRUCT WHERE { ?key ?p ?o }")
    (tmp_path / "queries/ministry-modified.rq").write_text("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    found = read_sources(tmp_path / "sources.toml", "https://w3id.org/dialograph/")
    assert [each.kind for each in found] == list(dict.fromkeys([each.kind for each in found]))
    assert {each.kind for each in found} == set(KINDS)
    assert found[0].trust.classes == ("https://w3id.org/dialograph/ontology#Meeting",)
    assert found[0].limits == Limits()
