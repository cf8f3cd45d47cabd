"""Pages are kept between two versions, and nobody is ever shown an old one, or somebody else's."""

import gzip

import pytest

from asking import send
from conftest import serving
from writing import insert, token_for

BASE = "https://w3id.org/dialograph/"
PAGE = "/page/activity/pause"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
THING, GRAPH = f"<{BASE}id/activity/pause>", f"<{BASE}graphs/rabat>"
QUERY = "/queries/resource-description?resource=activity/pause"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A server that keeps versions of a small graph, and a token for it."""
    folder = tmp_path_factory.mktemp("kept")
    file = folder / "rabat.ttl"
    file.write_text(f'{THING} {LABEL} "Coffee break"@en , "Pause café"@fr .\n')
    token, flags = token_for(folder)
    data = folder / "data"
    with serving("--data-dir", data, "--shapes", "none", "--load", file, *flags) as served:
        yield served.url, token


def read(url, path=PAGE, method="GET", **headers):
    """A page, as a browser asks for it."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return send(url, method, path, headers={"Accept": "text/html", **told})


def test_a_page_is_the_same_when_asked_again(kept):
    """Asked again, it is the same to the byte, in each language and coding; its holder gets 304."""
    url, _ = kept
    seen = {}
    for path in (PAGE, "/", "/coverage", "/docs", "/report", QUERY):
        for language in ("en", "fr"):
            for coding in ("identity", "gzip"):
                about = {"Accept_Language": language, "Accept_Encoding": coding}
                first, second = (read(url, path, **about) for _ in range(2))
                told, again = (
                    {k: v for k, v in each.headers.items() if k not in {"date", "x-request-id"}}
                    for each in (first, second)
                )
                assert (first.status, first.body, told) == (200, second.body, again), path
                assert told["content-language"] == language
                assert told["vary"] == "Accept, Accept-Language, Accept-Encoding, Origin"
                assert told["cache-control"] == "no-cache"
                plain = gzip.decompress(first.body) if coding == "gzip" else first.body
                assert seen.setdefault((path, language), plain) == plain
                held = read(url, path, If_None_Match=f'"x", {told["etag"]}', **about)
                assert (held.status, held.body) == (304, b"")
                assert held.headers["etag"] == told["etag"]
                assert not {"content-type", "content-encoding"} & {*map(str.lower, held.headers)}
                head = read(url, path, "HEAD", **about)
                assert (head.status, head.body) == (200, b"")
                assert head.headers["content-length"] == told["content-length"]
        assert seen[path, "en"] != seen[path, "fr"]
    data = read(url, QUERY, Accept="text/turtle")
    assert (data.status, data.media_type) == (200, "text/turtle")


def test_a_page_is_for_who_asked(kept):
    """A page says nothing that only another client's request told, and a problem is not kept."""
    url, _ = kept
    for host in ("one.example", "two.example", "one.example"):
        text = read(url, "/", Host=host).text
        assert f"http://{host}/sparql" in text
        assert ("one.example" in text) == (host == "one.example")
    for origin in ("https://a.example", None):
        headers = {"Origin": origin} if origin else {}
        assert ("access-control-allow-origin" in read(url, **headers).headers) == bool(origin)
    for _ in range(2):
        assert read(url, "/coverage?framework=nothing%20here").status == 422
        assert read(url, "/page/activity/nothing").status == 404


def test_a_change_is_seen_at_once(kept):
    """After each change, pages show what is so now, also to who holds the last; older ones stay."""
    url, token = kept
    before = None
    for number in range(2, 6):
        name = f"Tea break {number}"
        reply = insert(
            url,
            token,
            f"DELETE {{ GRAPH {GRAPH} {{ {THING} {LABEL} ?was }} }} "
            f'INSERT {{ GRAPH {GRAPH} {{ {THING} {LABEL} "{name}"@en , "Thé {number}"@fr }} }} '
            f"WHERE {{ GRAPH {GRAPH} {{ {THING} {LABEL} ?was }} }}",
        )
        assert reply.status == 204, reply.text
        for path in (PAGE, QUERY):
            held = {"If_None_Match": before[path]} if before else {}
            french = f"{path}{'&' if '?' in path else '?'}lang=fr"
            assert name in read(url, path, **held).text
            assert name in read(url, path).text
            assert f"Thé {number}" in read(url, french).text
        before = {path: read(url, path).headers["etag"] for path in (PAGE, QUERY)}
    then = read(url, f"{PAGE}?version=2").text
    assert then == read(url, f"{PAGE}?version=2").text
    assert "Tea break 2" in then
    assert "Tea break 5" not in then
