"""Request bodies: unfolded and told apart while they come, and bounded on the way."""

import asyncio
import gzip
import itertools
import subprocess
import sys
import zlib

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect, Request

from dialograph import formats
from dialograph.web.bodies import read_documents, spooled
from dialograph.web.codings import unfolded
from dialograph.web.holding import Held, Holding
from dialograph.web.problems import Problem

TURTLE = b"<http://s> <http://p> <http://o> .\n"
FOLD = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "zstd": lambda data: zstandard.ZstdCompressor().compress(data),
}
FORM = "multipart/form-data; boundary=xyz"


def request_of(chunks, headers=()):
    """A POST whose body comes in these chunks; one that is None stands for going away."""
    messages = [
        {"type": "http.request", "body": chunk, "more_body": True}
        if chunk is not None
        else {"type": "http.disconnect"}
        for chunk in chunks
    ]
    messages.append({"type": "http.request", "body": b"", "more_body": False})
    coming = iter(messages)

    async def receive():
        return next(coming)

    told = [(name.encode(), value.encode()) for name, value in headers]
    scope = {"type": "http", "method": "POST", "headers": told, "path": "/", "query_string": b""}
    return Request(scope, receive)


def read(chunks, kind="text/turtle", *, size=1_000_000, holding=None, **headers):
    """What :func:`read_documents` gives: the content, and the parts."""
    told = [(name.replace("_", "-"), value) for name, value in headers.items()]
    if kind:
        told.append(("content-type", kind))

    async def run():
        with Held(holding or Holding(10**9)) as held:
            request = request_of(chunks, told)
            file, parts = await read_documents(request, held, size=size, base_iri="http://b/")
            with file:
                return file.read(), parts

    return asyncio.run(run())


def refusal(chunks, kind="text/turtle", **more):
    """The problem that a body meets; told in both languages."""
    with pytest.raises(Problem) as caught:
        read(chunks, kind, **more)
    assert caught.value.french or caught.value.kind.status == 503
    return caught.value


def cut(data, places):
    """Bytes in pieces."""
    ends = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[start:end] for start, end in itertools.pairwise(ends)]


def form_of(*files, end=b"--xyz--\r\n"):
    """A form with files: name, media type, content."""
    parts = b"".join(
        b'--xyz\r\nContent-Disposition: form-data; name="f"; filename="%b"\r\n%b\r\n%b\r\n'
        % (name, b"Content-Type: %b\r\n" % kind if kind else b"", content)
        for name, kind, content in files
    )
    return parts + end


@given(
    st.binary(max_size=2000) | st.integers(0, 300_000).map(bytes),
    st.lists(st.sampled_from(sorted(FOLD)), max_size=3),
    st.lists(st.integers(0, 10**6), max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_any_chunking_of_any_coding_gives_the_content(content, codings, places):
    """However a body is folded, up to three times, and cut up on its way, it comes out whole."""
    folded = content
    for coding in codings:
        folded = FOLD[coding](folded)
    got, parts = read(cut(folded, places), content_encoding=", ".join(["identity", *codings]))
    assert got == content
    assert [(part.format, part.size, part.base_iri) for part in parts] == [
        ("turtle", len(content), "http://b/")
    ]


@given(
    st.lists(
        st.binary(max_size=300) | st.text("\r\n-xyz", max_size=30).map(str.encode),
        min_size=1,
        max_size=4,
    ),
    st.lists(st.integers(0, 10**6), max_size=8),
)
@settings(max_examples=60, deadline=None)
def test_any_chunking_of_a_form_gives_its_files(contents, places):
    """The files of a form follow each other in the file, however the form is cut up."""
    if any(b"\r\n--xyz" in b"\r\n" + content for content in contents):
        return  # a client chooses a boundary that does not stand in its files
    form = form_of(*((b"a.ttl", b"text/turtle", content) for content in contents))
    got, parts = read(cut(form, places), FORM)
    assert got == b"".join(contents)
    assert [part.size for part in parts] == [len(content) for content in contents]


def test_the_syntax_is_that_of_each_file():
    """A file's media type tells its syntax, or its name where the type says nothing."""
    form = form_of(
        (b"a", b"text/turtle; charset=UTF-8", b"1"),
        (b"b.nq", b"application/octet-stream", b"22"),
        (b"c.RDF", b"", b"333"),
        (b"d.ttl", b"application/ld+json", b"4444"),
    )
    _, parts = read([form], FORM)
    assert [part.format for part in parts] == ["turtle", "nquads", "rdfxml", "jsonld"]
    for form in formats.GRAPH_FORMATS:
        for kind in (form.media_type, *form.also_types):
            assert read([b""], kind.upper())[1][0].format == form.name


@pytest.mark.parametrize(
    ("form", "status"),
    [
        (form_of((b"a.ttl", b"text/turtle", TURTLE), end=b""), 400),
        (form_of((b"a.ttl", b"text/turtle", TURTLE), end=b"--xy"), 400),
        (form_of(), 400),
        (b"", 400),
        (b"no form", 400),
        (form_of((b"a.ttl", b"text/turtle; charset=latin-1", TURTLE)), 415),
        (form_of((b"a.csv", b"text/csv", TURTLE)), 415),
        (form_of((b"a.csv", b"", TURTLE)), 415),
        (b'--xyz\r\nContent-Disposition: form-data; name="graph"\r\n\r\nx\r\n--xyz--\r\n', 400),
        (b"--xyz\r\nContent-Type: text/turtle\r\n\r\nx\r\n--xyz--\r\n", 400),
        (b"--xyz\r\nX: " + b"y" * 100_000 + b"\r\n\r\n\r\n--xyz--\r\n", 400),
        (form_of(*((b"a.ttl", b"", b""),) * 101), 413),
        (form_of((b"a.ttl", b"text/turtle\r\nContent-Transfer-Encoding: base64", b"eA==")), 415),
    ],
)
def test_a_form_is_whole_and_all_files(form, status):
    """A form cut short, with fields that are no files or files that are no RDF, is refused."""
    assert refusal([form], FORM).kind.status == status


@pytest.mark.parametrize(
    ("kind", "header", "word"),
    [
        ("", "accept", "text/turtle"),
        ("text/html", "accept-post", "multipart/form-data"),
        ("application/x-www-form-urlencoded", "accept", "application/n-quads"),
        ("text/turtle; charset=utf-16", "accept", "text/turtle"),
    ],
)
def test_another_type_is_told_which_are_read(kind, header, word):
    """415 says what is taken, in the headers that RFC 9110 and LDP have for it."""
    problem = refusal([TURTLE], kind)
    assert problem.kind.status == 415
    assert word in {name.lower(): value for name, value in problem.headers.items()}[header]


@pytest.mark.parametrize(
    "coding", ["br", "compress", "gzip, br", "gzip, gzip, gzip, gzip", "aes128"]
)
def test_another_coding_is_told_which_are_read(coding):
    """415 for a coding that is not read, or too many of them, with Accept-Encoding."""
    problem = refusal([TURTLE], content_encoding=coding)
    assert (problem.kind.status, problem.headers["Accept-Encoding"]) == (415, "gzip, deflate, zstd")


@pytest.mark.parametrize("coding", FOLD)
def test_a_coding_cut_short_is_refused(coding):
    """A folded body without its end is never taken for a whole one; nor is anything behind it."""
    whole = FOLD[coding](TURTLE * 5000)
    for data in (b"", whole[:-1], whole[: len(whole) // 2], b"plain", whole + b"junk"):
        assert refusal([data], content_encoding=coding).kind.status == 400


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_streams_may_follow_each_other(coding):
    """Several gzip members or zstd frames are one body; gzip may end in zeros."""
    fold = FOLD[coding]
    zeros = b"\0" * 600 if coding == "gzip" else b""
    folded = fold(b"one ") + fold(b"") + fold(b"two") + zeros
    assert read([folded], content_encoding=coding)[0] == b"one two"


def test_bodies_are_bounded():
    """A body past its bound is read to its end and refused; a far longer one is not read."""
    assert refusal([b"x" * 600, b"x" * 600], size=1000).kind.status == 413
    assert read([b"x" * 500, b"x" * 500], size=1000)[0] == b"x" * 1000
    told = {"content_length": "100000000000"}
    assert refusal(iter([]), size=1000, **told).kind.status == 413


def test_all_bodies_together_are_bounded():
    """When the bodies on disk are too many bytes together, the next is put off (503)."""
    holding = Holding(1000)
    problem = refusal([b"x" * 900] * 3, holding=holding)
    assert (problem.kind.status, holding.size) == (503, 0)
    folded = gzip.compress(bytes(100_000))
    assert read([folded], content_encoding="gzip", holding=holding)[0] == bytes(100_000)
    assert holding.size == 0


def test_a_client_that_goes_away_leaves_nothing(tmp_path):
    """A body that never ends is not taken for a whole one."""
    with pytest.raises(ClientDisconnect):
        read([TURTLE, None])

    async def run():
        with Held(Holding(10**9)) as held:
            file = await spooled(request_of([TURTLE]), held, size=100, folder=str(tmp_path))
            with file:
                assert (file.read(), file.fileno() > 0) == (TURTLE, True)

    asyncio.run(run())
    assert not list(tmp_path.iterdir())


def test_a_folder_without_room_is_told():
    """When the temporary file cannot be made, the answer is 503, without a path."""

    async def run():
        with Held(Holding(10**9)) as held:
            await spooled(request_of([TURTLE]), held, size=100, folder="/nowhere/at/all")

    with pytest.raises(Problem) as caught:
        asyncio.run(run())
    assert caught.value.kind.status == 503
    assert "nowhere" not in caught.value.detail


def test_empty_streams_are_not_unfolded_for_ever():
    """Millions of empty gzip members are refused, long before they are all looked at."""
    with pytest.raises(Problem):
        list(unfolded([gzip.compress(b"")] * 200_000, ["gzip"], 1000))


def test_bombs_take_little_memory():
    """What unfolds to gigabytes, once or over and over, is refused as soon as it is too long."""
    program = """
import gzip, resource, time, zlib, zstandard
from dialograph.web.codings import unfolded
from dialograph.web.problems import Problem

zeros = bytes(64 << 20)
big = gzip.compress(zeros, 6) * 16  # a gigabyte
zst = zstandard.ZstdCompressor().compress(zeros) * 16
blocks = b"\\x28\\xb5\\x2f\\xfd\\x00\\x58" + b"\\x02\\x00\\x10\\x00" * 200_000
window = b"\\x28\\xb5\\x2f\\xfd\\x00\\xa0" + b"\\x02\\x00\\x10\\x00"
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for data, codings in (
    (big, ["gzip"]),
    (gzip.compress(big), ["gzip", "gzip"]),
    (gzip.compress(gzip.compress(big)), ["gzip", "gzip", "gzip"]),
    (zlib.compress(zeros), ["deflate"]),
    (zst, ["zstd"]),
    (blocks, ["zstd"]),
    (window, ["zstd"]),
    (zlib.compress(zst), ["zstd", "deflate"]),
    (gzip.compress(gzip.compress(b"") * 200_000), ["gzip", "gzip"]),
):
    started = time.process_time()
    try:
        for _ in unfolded([data], codings, 20_000_000):
            pass
    except Problem as problem:
        print(problem.kind.status, time.process_time() - started)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    *lines, megabytes = run.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["413"] * 6 + ["400", "413", "400"]
    assert max(float(line.split()[1]) for line in lines) < 2
    assert int(megabytes) < 150
