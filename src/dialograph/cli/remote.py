"""A change made by a running server, over HTTP (SPARQL 1.1 Protocol and Graph Store Protocol)."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import secrets
import sys
from collections.abc import Mapping, Sequence
from email.message import Message
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlencode, urlsplit

from dialograph.cli.changes import figures
from dialograph.cli.progress import Progress
from dialograph.errors import DialographError, RefusedError, UsageError

TOKEN = "DIALOGRAPH_TOKEN"  # noqa: S105 - where it is, not what it is
_VISIBLE = re.compile(r"[\x21-\x7e]+")
_SECONDS = 660
_WRONG_USAGE = {400, 401, 404, 405, 413, 414, 415}
_REFUSED = 422
_CLEAR = {
    "en": "The token travels unencrypted to {host}: use https.",
    "fr": "Le jeton circule en clair jusqu’à {host} : employez https.",
}


class Body(NamedTuple):
    """What is sent.

    Args:
        content: the bytes.
        media_type: what they are.
    """

    content: bytes
    media_type: str


def change(
    args: argparse.Namespace, method: str, path: str, parameters: Mapping[str, str], body: Body
) -> int:
    """Let a server make a change, and say what came of it.

    Args:
        args: the arguments of the command: ``server dry_run json lang`` count.
        method: ``PUT`` or ``POST``.
        path: below the address of the server, such as ``/update``.
        parameters: of the address.
        body: what is sent.

    Returns:
        0 when it is made, 1 when the gate refuses it.

    Raises:
        UsageError: the address or the token is no good, or the server does not take the request.
        RefusedError: the server refuses for another reason than the gate's.
        DialographError: the server cannot be reached, or is no dialograph.
    """
    headers = {
        "Authorization": f"Bearer {token()}",
        "Content-Type": body.media_type,
        "Accept": "application/json, application/problem+json;q=0.9",
        "Accept-Language": args.lang,
    }
    query = urlencode({**parameters, **({"dry-run": "true"} if args.dry_run else {})})
    target = f"{path}{'?' if query else ''}{query}"
    warn(args.server, args.lang)
    with Progress(args.lang) as progress:
        progress("sending")
        status, _, answer = exchange(args.server, method, target, headers, body.content)
    told = understood(answer)
    is_done = status < http.client.MULTIPLE_CHOICES
    if told is None or ("revision" if is_done else "title") not in told:
        raise stranger(args.server, status)
    if is_done:
        if args.json:
            print(json.dumps({"refused": False, **told}, ensure_ascii=False, indent=2))
        else:
            print(figures(told, args.lang, dry_run=args.dry_run))
        return 0
    if status == _REFUSED and isinstance(told.get("summary"), dict):
        return _tell_refusal(told, args)
    raise problem(status, told)


def exchange(
    server: str, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
) -> tuple[int, Message, bytes]:
    """Ask a server, once; no redirect is followed: a token is for one server.

    Args:
        server: its address, as a person typed it.
        method: of HTTP.
        path: below that address, such as ``/update``, with its parameters.
        headers: what is said.
        body: what is sent.

    Returns:
        Status, headers and body of the answer.

    Raises:
        UsageError: the address is none.
        DialographError: there is no way to the server, or it does not answer.
    """
    where = _address(server)
    return _sent(where, method, f"{where.path.rstrip('/')}{path}", body, headers)


def warn(server: str, spoken: str) -> None:
    """Say that a token travels unencrypted, where it does."""
    where = _address(server)
    if where.scheme == "http" and not _is_here(str(where.hostname)):
        print(f"dialograph: {_CLEAR[spoken].format(host=where.hostname)}", file=sys.stderr)


def fetch(args: argparse.Namespace, path: str, media_type: str) -> bytes | None:
    """Read something from a server.

    Args:
        args: the arguments of the command: ``server`` and ``lang`` count.
        path: below the address of the server.
        media_type: as what.

    Returns:
        What it answers; None where there is nothing of the kind.

    Raises:
        UsageError: the address is no good, or the server does not take the request.
        DialographError: the server cannot be reached, or is no dialograph.
    """
    headers = {
        "Accept": f"{media_type}, application/problem+json;q=0.1",
        "Accept-Language": args.lang,
    }
    status, _, answer = exchange(args.server, "GET", path, headers)
    if status == http.client.OK:
        return answer
    told = understood(answer)
    if told is None or "title" not in told:
        raise stranger(args.server, status)
    if status == http.client.NOT_FOUND:
        return None
    raise problem(status, told)


def form(documents: Sequence[tuple[str, Body]]) -> Body:
    """Several documents in one body (RFC 7578).

    Args:
        documents: each with the name of its file.
    """
    boundary = secrets.token_hex(16)
    pieces = []
    for number, (name, body) in enumerate(documents):
        shown = re.sub(r"[^A-Za-z0-9._-]", "-", name)
        head = (
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="file{number}"; filename="{shown}"\r\n'
            f"Content-Type: {body.media_type}\r\n\r\n"
        )
        pieces += [head.encode(), body.content, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    return Body(b"".join(pieces), f"multipart/form-data; boundary={boundary}")


def _tell_refusal(told: Mapping[str, Any], args: argparse.Namespace) -> int:
    if args.json:
        left_out = ("type", "title", "status", "detail", "instance")
        members = {name: value for name, value in told.items() if name not in left_out}
        said = {"refused": True, "dry_run": args.dry_run, **members}
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return 1
    print(told["summary"].get(args.lang) or told["title"])
    print(f"\n{told['title']}.")
    return 1


def stranger(server: str, status: int) -> DialographError:
    """That a server answers with a status, and is no dialograph."""
    return DialographError(
        f"{server} answers {status}, and not as dialograph does.",
        "Check the address.",
        french=f"{server} répond {status}, et pas comme le fait dialograph. Vérifiez l’adresse.",
    )


def problem(status: int, told: Mapping[str, Any]) -> DialographError:
    """What a server says against a request, as an error.

    Args:
        status: of its answer, and
        told: the members of the problem.
    """
    kind = UsageError if status in _WRONG_USAGE else RefusedError
    detail = str(told.get("detail") or told["title"])
    # In the language that was asked for: there is no other to choose.
    return kind(detail, french=detail)


def _address(text: str) -> SplitResult:
    where = urlsplit(text)
    try:
        is_good = where.scheme in {"http", "https"} and where.hostname and (where.port or 1)
    except ValueError:
        is_good = False
    if not is_good or where.query or where.fragment or where.username:
        raise UsageError(
            f"{text!r} is no address of a server.",
            "Give one such as https://data.example.org/.",
            french=f"{text!r} n’est pas l’adresse d’un serveur. Donnez-la comme "
            "https://data.example.org/.",
        )
    return where


def token() -> str:
    """The token in the environment.

    Raises:
        UsageError: there is none.
    """
    found = os.environ.get(TOKEN, "")
    if not _VISIBLE.fullmatch(found):
        raise UsageError(
            f"The variable {TOKEN} holds no token.",
            "Set it to one that `dialograph token new` made.",
            french=f"La variable {TOKEN} ne contient pas de jeton. Donnez-lui celui qu’a fait "
            "« dialograph token new ».",
        )
    return found


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _sent(
    where: SplitResult, method: str, target: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, Message, bytes]:
    kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
    connection = kind(str(where.hostname), where.port, timeout=_SECONDS)
    try:
        connection.connect()
    except OSError as error:
        reason = getattr(error, "strerror", None) or "it cannot be reached"
        raise DialographError(
            f"There is no way to the server at {where.hostname}: {reason}.",
            "Nothing was sent. Check the address.",
            french=f"Impossible d’atteindre le serveur {where.hostname} : {reason}. Rien n’a été "
            "envoyé. Vérifiez l’adresse.",
        ) from error
    try:
        connection.request(method, target, body, dict(headers))
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "strerror", None) or "the connection broke"
        raise DialographError(
            f"The server at {where.hostname} does not answer: {reason}.",
            "Nobody knows whether the change was made: look before you send it again.",
            french=f"Le serveur {where.hostname} ne répond pas : {reason}. On ne sait pas si la "
            "modification a été faite : vérifiez avant de la renvoyer.",
        ) from error
    finally:
        connection.close()


def understood(answer: bytes) -> dict[str, Any] | None:
    """The JSON object in an answer; None when it holds none."""
    try:
        told = json.loads(answer)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
