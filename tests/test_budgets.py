import json
import re
import threading
from urllib.parse import urlencode

import pytest

from asking import ask, send
from conftest import serving
from watching import ENDLESS, begin, eventually, metrics, problem, write_crossed

LIGHT = "ASK { ?s ?p ?o }"


@pytest.fixture(scope="module")
def crossed(tmp_path_factory):
    """The file with 1100 triples."""
    return write_crossed(tmp_path_factory.mktemp("crossed"))


def from_(address):
    """The header with which a proxy tells who asks."""
    return {"X-Forwarded-For": address}


def spend(url, headers=None):
    """Use up a budget of one second: two queries at once, of two seconds each."""
    lines = tuple(f"{name}: {value}" for name, value in (headers or {}).items())
    wires = [begin(url, ENDLESS, headers=lines, timeout=1.5) for _ in range(2)]
    for wire in wires:
        assert problem(wire.hear()) == (503, "timed-out")
        wire.close()


def test_who_has_used_up_a_budget_gets_short_answers_only(crossed):
    """Over budget, a long query gets 429 with Retry-After, a light one its answer."""
    with serving("--load", crossed, "--query-budget", 1) as served:
        fresh = ask(served.url, LIGHT)
        assert fresh.headers["RateLimit"] == '"query-seconds";r=1;t=0'
        assert fresh.headers["RateLimit-Policy"] == '"query-seconds";q=1;w=60'
        spend(served.url)
        for headers in (None, {"Origin": "https://example.org"}):
            refused = ask(served.url, ENDLESS, headers=headers)
            assert problem(refused) == (429, "over-budget")
            assert int(refused.headers["Retry-After"]) > 30
            assert refused.headers["RateLimit"].startswith('"query-seconds";r=0;t=')
            light = ask(served.url, f"{LIGHT} #", headers=headers)
            assert light.json["boolean"] is True
            assert light.headers["RateLimit"].startswith('"query-seconds";r=0;t=')


@pytest.mark.parametrize("trusted", ["127.0.0.0/8", "192.0.2.0/24"])
def test_a_proxy_is_believed_when_it_is_trusted(crossed, trusted):
    """Clients behind a trusted proxy have a budget each; others cannot say that they are new."""
    flags = ("--query-budget", 1, "--trusted-proxies", trusted)
    with serving("--load", crossed, *flags) as served:
        spend(served.url, from_("198.51.100.1"))
        believed = trusted.startswith("127")
        mine = ask(served.url, LIGHT, headers=from_("198.51.100.1"))
        assert ";r=0;" in mine.headers["RateLimit"]
        spoofed = ask(served.url, LIGHT, headers=from_("203.0.113.9, 198.51.100.1"))
        assert ";r=0;" in spoofed.headers["RateLimit"]
        other = ask(served.url, LIGHT, headers=from_("198.51.100.2"))
        assert (";r=1;" in other.headers["RateLimit"]) == believed
        expected = (503, "timed-out") if believed else (429, "over-budget")
        late = ask(served.url, ENDLESS, headers=from_("198.51.100.2"), timeout="0.3")
        assert problem(late) == expected


def test_another_client_is_not_refused_for_a_budget_that_is_not_its_own(crossed):
    """Who asks the same as a client over budget, at the same time, is not refused with it."""
    flags = ("--query-budget", 1, "--trusted-proxies", "127.0.0.1", "--workers", 1)
    with serving("--load", crossed, "--query-timeout", 2, *flags) as served:
        spend(served.url, from_("198.51.100.1"))
        wires = [
            begin(served.url, ENDLESS, headers=[f"X-Forwarded-For: 198.51.100.{n}"]) for n in (1, 2)
        ]
        kinds = [problem(wire.hear()) for wire in wires]
        for wire in wires:
            wire.close()
        assert kinds[1] != (429, "over-budget")


def test_reconciling_and_following_use_the_same_budget(tmp_path):
    """Who matches long tables is over budget in the end: 429, also at the feed; others are not."""
    load = tmp_path / "many.ttl"
    load.write_text(
        "@prefix dg: <https://w3id.org/dialograph/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        + "".join(
            f"<https://w3id.org/dialograph/id/organisation/o{n}> a dg:Organisation ; "
            f'skos:prefLabel "Agency {n:05} of the lakes"@en .\n'
            for n in range(6_000)
        )
    )
    flags = ("--query-budget", 0.05, "--trusted-proxies", "127.0.0.1")
    with serving("--load", load, *flags) as served:

        def matched(client, batch):
            told = {f"q{n}": {"query": f"Agencys {batch} {n} lake"} for n in range(100)}
            headers = {**from_(client), "Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode({"queries": json.dumps(told)})
            return send(served.url, "POST", "/reconcile", body, headers)

        assert matched("198.51.100.1", 1).status == 200
        refused = matched("198.51.100.1", 2)
        assert problem(refused) == (429, "over-budget")
        assert int(refused.headers["Retry-After"]) > 1
        whole = send(served.url, path="/feed", headers=from_("198.51.100.1"))
        page = re.search(r"/feed/whole/[^/]+/1", whole.text)[0]
        assert problem(send(served.url, path=page, headers=from_("198.51.100.1")))[0] == 429
        assert send(served.url, path=page, headers=from_("198.51.100.2")).status == 200
        # What is known already is for nothing.
        assert send(served.url, path=page, headers=from_("198.51.100.1")).status == 200
        assert matched("198.51.100.1", 1).status == 200


def test_clients_take_turns(crossed):
    """Thirty long queries of one client do not keep another's from its turn."""
    flags = ("--workers", 1, "--query-budget", "none", "--trusted-proxies", "127.0.0.1")
    long = "SELECT (COUNT(*) AS ?n) { ?a <x:a> ?c . ?b <x:a> ?d FILTER (STR(?c) != STR(?d)) }"
    long = long.replace("x:", "http://example.org/")
    with serving("--load", crossed, *flags) as served:
        done = []

        def asked(name, number):
            headers = from_(f"198.51.100.{name}")
            assert ask(served.url, f"{long} #{name}{number}", headers=headers).status == 200
            done.append(name)

        threads = [threading.Thread(target=asked, args=(1, n)) for n in range(30)]
        for thread in threads:
            thread.start()
        eventually(lambda: metrics(served.url)["dialograph_pool", "heavy_waiting"] > 2)
        threads.append(threading.Thread(target=asked, args=(2, 0)))
        threads[-1].start()
        before = len(done)
        for thread in threads:
            thread.join()
        assert done.count(1) == 30
        assert done.index(2) - before <= 8
