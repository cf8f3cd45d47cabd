"""Tokens: made, listed and revoked on the command line, and looked at by the server."""

import json
import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from dialograph.errors import UsageError
from dialograph.repository.interface import Author
from dialograph.repository.token_file import new_token, revoke_token
from dialograph.repository.tokens import Tokens, read_tokens
from dialograph.web.authorization import Authorization, check_scope
from dialograph.web.problems import Problem

BASE = "https://example.org/"
RABAT = BASE + "graphs/rabat"
# The command as it stands in the command line, whatever else does.
PROGRAM = """
import argparse, sys
from dialograph.cli import tokens
from dialograph.errors import DialographError
parser = argparse.ArgumentParser()
tokens.register(parser.add_subparsers())
args = parser.parse_args(sys.argv[1:])
try:
    sys.exit(args.func(args))
except DialographError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
"""


def run(*words, **environment):
    """The command, in a process of its own."""
    told = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "token", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env=told,
    )


def request_of(*authorization, query=""):
    """A request with these headers Authorization."""
    headers = [(b"authorization", each.encode("latin-1")) for each in authorization]
    return Request(
        {
            "type": "http",
            "method": "PUT",
            "path": "/graphs",
            "query_string": query.encode(),
            "headers": headers,
        }
    )


def asked(path, *authorization, query=""):
    """Who a request is from."""
    known = None if path is None else Tokens(path)
    return Authorization(known, BASE).author_of(request_of(*authorization, query=query))


def refusal(path, *authorization, query=""):
    """The problem of a request, its status and its challenge; no token stands in it."""
    with pytest.raises(Problem) as caught:
        asked(path, *authorization, query=query)
    problem = caught.value
    said = f"{problem.detail} {problem.french} {problem.headers} {problem.members}"
    assert not re.search(r"dg_[0-9a-f]{12}", said)
    assert problem.french
    return problem, problem.kind.status, problem.headers.get("WWW-Authenticate")


@pytest.fixture
def path(tmp_path):
    """Where the file of tokens goes."""
    return tmp_path / "tokens.json"


def test_a_token_is_made_used_and_revoked(path):
    """A token that was made opens its graphs to a running server until it is revoked."""
    made = run("new", "--tokens-file", path, "--graph", "graphs/rabat", "--name", "Rabat")
    token = made.stdout.strip()
    assert re.fullmatch(r"dg_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", token)
    assert "only time" in made.stderr
    assert token not in made.stderr
    authorization = Authorization(Tokens(path), BASE)
    author = authorization.author_of(request_of(f"Bearer {token}"))
    assert author == Author("Rabat", frozenset({RABAT}))
    second = json.loads(
        run("new", "--tokens-file", path, "--graph", "*", "--expires", "90d", "--json").stdout
    )
    author = authorization.author_of(request_of(f"bearer  {second['token']}"))
    assert author == Author(second["id"], None)
    listed = run("list", "--tokens-file", path)
    assert "Rabat" in listed.stdout
    assert "graphs/rabat" in listed.stdout
    assert token.rpartition("_")[2] not in listed.stdout
    gone = run("revoke", "--tokens-file", path, "Rabat", "--lang", "fr")
    assert "révoqué" in gone.stdout
    with pytest.raises(Problem) as caught:
        authorization.author_of(request_of(f"Bearer {token}"))
    assert caught.value.kind.status == 401
    assert [
        each["id"]
        for each in json.loads(run("list", "--json", DIALOGRAPH_TOKENS_FILE=str(path)).stdout)
    ] == [second["id"]]


def test_the_file_holds_no_secret_and_is_its_owners_alone(path):
    """The file has mode 0600 whatever the mask, and what it holds opens nothing."""
    mask = os.umask(0)
    try:
        token, made = new_token(path, ("*",), "A", None)
        new_token(path, ("*",), "B", None)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = path.read_text()
    assert token.rpartition("_")[2] not in content
    assert not asked_well(path, f"Bearer dg_{made.id}_{made.digest[:43]}")
    assert [each.name for each in path.parent.iterdir()] == ["tokens.json"]


def asked_well(path, header):
    """Whether a header is taken."""
    try:
        asked(path, header)
    except Problem:
        return False
    return True


def test_two_at_once_lose_nothing(path):
    """Processes that make and revoke tokens at the same time do not undo one another."""
    kept = [new_token(path, ("*",), f"kept {n}", None)[0] for n in range(3)]
    gone = [new_token(path, ("*",), f"gone {n}", None)[0] for n in range(20)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: new_token(path, ("*",), f"new {n}", None)[0], range(20)))
        list(pool.map(lambda token: revoke_token(path, token), gone))
    assert all(asked_well(path, f"Bearer {token}") for token in [*kept, *made])
    assert not any(asked_well(path, f"Bearer {token}") for token in gone)


@pytest.mark.parametrize(
    "words",
    [
        ["new"],
        ["new", "--graph", "rabat"],
        ["new", "--graph", "graphs/../id/x"],
        ["new", "--graph", "graphs/a b"],
        ["new", "--graph", "graphs/x", "--expires", "2020-01-01"],
        ["new", "--graph", "graphs/x", "--expires", "tomorrow"],
        ["new", "--graph", "graphs/x", "--expires", "0d"],
        ["new", "--graph", "graphs/x", "--name", "dg_abc"],
        ["new", "--graph", "graphs/x", "--name", "a\nb"],
        ["list"],
        ["revoke", "nobody"],
    ],
)
def test_wrong_usage_is_told_and_leaves_no_token(path, words):
    """What is no good is said in one line, with exit code 2, and no token comes of it."""
    action, *more = words
    done = run(action, "--tokens-file", path, *more)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert not path.exists()


def test_a_name_is_one_tokens(path):
    """Two tokens are never called alike, so that revoking is never a guess."""
    new_token(path, ("*",), "A", None)
    with pytest.raises(UsageError, match="already"):
        new_token(path, ("graphs/x",), "A", None)
    assert len(read_tokens(path)) == 1


def test_expiry(path):
    """A token is good until its moment, and then told to be expired; a day counts whole."""
    now = datetime.now(UTC)
    good, _ = new_token(path, ("*",), "good", now + timedelta(minutes=1))
    over, _ = new_token(path, ("*",), "over", now - timedelta(seconds=1))
    assert asked(path, f"Bearer {good}") == Author("good")
    _, status, challenge = refusal(path, f"Bearer {over}")
    assert (status, 'error="invalid_token"' in challenge) == (401, True)
    day = f"{now:%Y-%m-%d}"
    told = json.loads(
        run("new", "--tokens-file", path, "--graph", "*", "--expires", day, "--json").stdout
    )
    assert datetime.fromisoformat(told["expires"]) == datetime(
        now.year, now.month, now.day, tzinfo=UTC
    ) + timedelta(days=1)
    assert "(expired)" in run("list", "--tokens-file", path).stdout


def test_refusals_are_as_the_standard_says(path):
    """Each way of not showing a good token gets the status and the challenge of RFC 6750."""
    token, made = new_token(path, ("*",), "A", None)
    bare = 'Bearer realm="dialograph"'
    assert refusal(path)[1:] == (401, bare)
    assert refusal(path, "Basic dXNlcjpwYXNz")[1:] == (401, bare)
    for wrong in (
        f"dg_{made.id}_{'A' * 43}",
        token[:-1],
        token + "x",
        token.upper(),
        f"dg_{'0' * 12}_{token.rpartition('_')[2]}",
        made.digest,
        "x",
    ):
        _, status, challenge = refusal(path, f"Bearer {wrong}")
        assert (status, challenge.startswith(bare + ', error="invalid_token"')) == (401, True)
    for headers, query in (
        (["Bearer"], ""),
        (["Bearer "], ""),
        ([f"Bearer {token} {token}"], ""),
        ([f"Bearer {token}", f"Bearer {token}"], ""),
        ([f"Bearer {token}"], f"graph=x&access_token={token}"),
        ([], f"access_token={token}"),
        ([], f"access%5Ftoken={token}"),
        (["Bearer é"], ""),
    ):
        _, status, challenge = refusal(path, *headers, query=query)
        assert (status, challenge) == (400, bare + ', error="invalid_request"')


@given(st.text(st.characters(codec="latin-1"), max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_header_but_the_token_opens(text):
    """Whatever stands in the header, the answer is a refusal in words."""
    known = Authorization(Tokens(Path("no such file")), BASE)
    with pytest.raises(Problem) as caught:
        known.author_of(request_of(text))
    assert caught.value.kind.status in {400, 401}


def test_scope(path):
    """A graph out of scope gets 403 with the scope that is needed, safe to stand in a header."""
    token, _ = new_token(path, ("graphs/rabat", "http://other/é", "graphs/rabat"), "A", None)
    author = asked(path, f"Bearer {token}")
    assert author.graphs == {RABAT, "http://other/é"}
    check_scope(author, [RABAT])
    with pytest.raises(Problem) as caught:
        check_scope(author, [RABAT, BASE + 'graphs/é"x', None])
    assert caught.value.kind.status == 403
    challenge = caught.value.headers["WWW-Authenticate"]
    assert challenge == (
        f'Bearer realm="dialograph", error="insufficient_scope", scope="* {BASE}graphs/%C3%A9%22x"'
    )
    check_scope(Author("all"), [RABAT, None])


def test_without_a_file_writing_is_off():
    """Without a file of tokens nothing is written, and the words say how to make one."""
    problem, status, challenge = refusal(None, "Bearer x")
    assert (status, challenge) == (403, None)
    assert "dialograph token new --tokens-file" in problem.detail


def test_a_file_that_is_no_good_opens_nothing(path):
    """A file that is broken, gone or open to others: no token is good, and nothing is guessed."""
    token, _ = new_token(path, ("*",), "A", None)
    authorization = Authorization(Tokens(path), BASE)
    request = request_of(f"Bearer {token}")
    whole = path.read_bytes()
    for spoil, mend in (
        (lambda: path.write_bytes(b"{"), lambda: path.write_bytes(whole)),
        (lambda: path.write_bytes(b'{"tokens": [{}]}'), lambda: path.write_bytes(whole)),
        (lambda: path.chmod(0o666), lambda: path.chmod(0o600)),
    ):
        spoil()
        for _ in range(2):  # also when it has not changed since
            with pytest.raises(Problem) as caught:
                authorization.author_of(request)
            assert caught.value.kind.status == 503
            assert "tokens.json" not in caught.value.detail
        mend()
        assert authorization.author_of(request) == Author("A")
    path.unlink()
    with pytest.raises(Problem) as caught:
        authorization.author_of(request)
    assert caught.value.kind.status == 401


def test_the_command_says_what_it_does():
    """Every action has its help."""
    for action in ("new", "list", "revoke"):
        assert "--tokens-file" in run(action, "--help").stdout
