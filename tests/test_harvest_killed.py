"""A harvest that is killed, again and again, comes to what one comes to that is left alone."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox

from dialograph.engine.versions import Versions
from harvesting import BASE, GRAPH, Place, Web, canonical, meetings, parsed

ROUNDS = 20
QUERY = """PREFIX ex: <http://example.org/>
CONSTRUCT { ?key a ex:Meeting ; ex:title ?title ; ex:place ?place . ?place ex:name ?name }
WHERE { ?key a ex:Meeting ; ex:title ?title ; ex:place ?place . ?place ex:name ?name }
"""


def test_a_harvest_killed_twenty_times_comes_to_the_same(tmp_path, capsys):
    """Killed at random moments, then run to its end: nothing is lost, nothing doubled."""
    with Web().running() as web:
        endpoint, turn = web.endpoint(meetings(*range(12))), [0]

        def texts():
            # Some stay, some come, some go, some say something else.
            numbers = range(turn[0] % 5, 12 + turn[0] % 3)
            return meetings(*numbers, note=f" of {turn[0] // 2}"), meetings(
                *range(50, 53 + turn[0])
            )

        def follow(request):
            turn[0] += 1
            endpoint.load(texts()[0])
            web.paths["/data"] = texts()[1]
            request.send("")

        web.paths["/next"], web.paths["/data"] = follow, texts()[1]
        places = [Place(tmp_path / name, capsys.readouterr) for name in ("killed", "alone")]
        for place in places:
            place.file("q.rq", QUERY)
            place.sources(f"""
                [source.asked]
                kind = "sparql"
                address = "{web.url}/sparql"
                query = "q.rq"
                page = 3
                graph = "graphs/asked"
                private_hosts = ["{web.host}"]
                [source.one]
                kind = "rdf"
                address = "{web.url}/data"
                graph = "graphs/taken"
                private_hosts = ["{web.host}"]
            """)
        killed, alone = places
        told = ["harvest", "--sources", killed.folder / "sources.toml", "--data-dir", killed.data]
        told += ["--shapes", killed.folder / "shapes.ttl"]
        program = Path(__file__).parent / "killing.py"
        done = subprocess.run(
            [sys.executable, program, "6", str(ROUNDS), web.url, *map(str, told)],
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        first, times, last = map(int, done.stdout.split())
        assert (first, last) == (0, 0), done.stderr
        assert times > ROUNDS // 2
        assert alone.run() == 0, alone.err
    for graph, text in zip((f"{BASE}graphs/asked", GRAPH), texts(), strict=True):
        assert canonical(killed.quads(graph)) == canonical(alone.quads(graph)) == parsed(text)
    assert killed.run("--quarantine") == 0
    assert killed.out == "Nothing is in quarantine.\n"
    # One retrieval is told for each version: none twice, none without a version.
    node = ox.NamedNode("http://www.w3.org/ns/prov#specializationOf")
    retrievals = list(killed.store().quads_for_pattern(None, node, None))
    assert len(retrievals) == Versions.read_only(killed.data).current.number - 1
