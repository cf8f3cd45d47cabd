"""A SPARQL Protocol request, read to the letter (SPARQL 1.1 Protocol, section 2.1)."""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Mapping, Sequence
from email.message import Message
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from starlette.requests import Request

from dialograph.limits import QUERY_BYTES_MAX
from dialograph.web.holding import Held
from dialograph.web.problems import BAD_REQUEST, FORBIDDEN, MEDIA, TOO_LARGE, Problem

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_ONCE = ("query", "lang", "timeout", "version")
_NUMBER_MAX = 12
_UPDATING = ("update", "using-graph-uri", "using-named-graph-uri")
# Longer bodies are not read to their end: who sends one learns it from a closed connection.
_DRAINED_MAX = 16 * QUERY_BYTES_MAX

Parameters = Mapping[str, Sequence[str]]


class SparqlRequest(NamedTuple):
    """What a request asks.

    Args:
        query: the query; None when there is none (a service description is wanted).
        default_graphs: the values of ``default-graph-uri``.
        named_graphs: the values of ``named-graph-uri``.
        formats: the values of ``format``: clients repeat it under several names.
        timeout: how many seconds the client is ready to wait; None when it does not say.
        version: the number of the version that is asked; None for the current one.
    """

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    formats: tuple[str, ...]
    timeout: float | None = None
    version: int | None = None


def read_address(query_string: bytes) -> SparqlRequest:
    """Read a request that is all in its address.

    Args:
        query_string: what follows the question mark.

    Raises:
        Problem: as :func:`read_request`.
    """
    if query_string.startswith(b"query=") and b"&" not in query_string:
        # Most have nothing else to say.
        query = _text(
            unquoted(query_string[6:].replace(b"+", b" ")),
            "The parameter 'query'",
            "Le paramètre 'query'",
        )
        return SparqlRequest(query.removeprefix("\ufeff"), (), (), ())
    return _understood(_parameters(query_string))


async def read_request(request: Request, held: Held) -> SparqlRequest:
    """Read a request for ``/sparql``. Parameters that the protocol does not know are passed over.

    Args:
        request: a GET, HEAD or POST.
        held: counts the bytes of its body while they are needed.

    Raises:
        Problem: 400 for what is missing, doubled, contradictory or not UTF-8; 403 for an update;
            413 for a body that is too long; 415 for a body of another kind; 503 when too much
            is arriving at the same time.
    """
    if request.method != "POST":
        return read_address(request.scope["query_string"])
    in_address = _parameters(request.scope["query_string"])
    kind = _body_kind(request)
    body = await _body(request, held)
    if kind == FORM:
        in_form = _parameters(body)
        both = {
            name: [*in_address.get(name, ()), *in_form.get(name, ())]
            for name in {*in_address, *in_form}
        }
        asked = _understood(both)
    else:
        if "query" in in_address:
            raise Problem(
                BAD_REQUEST,
                "The query stands both in the address and in the body.",
                french="La requête figure à la fois dans l’adresse et dans le corps.",
            )
        asked = _understood({**in_address, "query": [_text(body, "The body", "Le corps")]})
    if asked.query is None:
        raise Problem(
            BAD_REQUEST,
            "The form holds no query.",
            french="Le formulaire ne contient aucune requête.",
        )
    return asked


def _understood(parameters: Parameters) -> SparqlRequest:
    for name in _UPDATING:
        if name in parameters:
            raise Problem(
                FORBIDDEN,
                f"This endpoint answers queries only; {name} is for updates.",
                french="Ce point d’accès ne répond qu’aux requêtes de lecture ; "
                f"{name} sert aux mises à jour.",
            )
    for name in _ONCE:
        if len(parameters.get(name, ())) > 1:
            raise Problem(
                BAD_REQUEST,
                f"The parameter {name} is given more than once.",
                french=f"Le paramètre {name} est donné plus d’une fois.",
            )
    query = next(iter(parameters.get("query", ())), None)
    return SparqlRequest(
        query=query.removeprefix("\ufeff") if query is not None else None,
        default_graphs=tuple(parameters.get("default-graph-uri", ())),
        named_graphs=tuple(parameters.get("named-graph-uri", ())),
        formats=tuple(value for value in parameters.get("format", ()) if value),
        timeout=read_timeout(next(iter(parameters.get("timeout", ())), "")),
        version=_version(next(iter(parameters.get("version", ())), "")),
    )


def read_timeout(text: str) -> float | None:
    """How many seconds a client is ready to wait; None when it does not say.

    Raises:
        Problem: 400 when it is no number.
    """
    if not text:
        return None
    if len(text) > _NUMBER_MAX or not re.fullmatch(r"[0-9]+(\.[0-9]*)?|\.[0-9]+", text):
        raise Problem(
            BAD_REQUEST,
            f"The parameter timeout is a number of seconds, such as 10 or 0.5, not {text[:40]!r}.",
            french="Le paramètre timeout est un nombre de secondes, comme 10 ou 0.5, et non "
            f"{text[:40]!r}.",
        )
    return float(text) or None  # elsewhere 0 means no limit but the server's own


def _version(text: str) -> int | None:
    if not text:
        return None
    if len(text) > _NUMBER_MAX or not re.fullmatch(r"[1-9][0-9]*", text):
        raise Problem(
            BAD_REQUEST,
            f"The parameter version is the number of a version, such as 12, not {text[:40]!r}.",
            french="Le paramètre version est le numéro d’une version, comme 12, et non "
            f"{text[:40]!r}.",
        )
    return int(text)


def _body_kind(request: Request) -> str:
    """The media type of the body, once it is clear that we can read it."""
    lines = request.headers.getlist("content-type")
    header = Message()
    header["Content-Type"] = lines[0] if len(lines) == 1 else ""
    kind = header.get_content_type() if lines else ""
    if kind == UPDATE:
        raise Problem(
            MEDIA,
            "This endpoint answers queries only; it takes no update.",
            french="Ce point d’accès ne répond qu’aux requêtes de lecture ; il n’accepte aucune "
            "mise à jour.",
        )
    if kind not in {FORM, QUERY}:
        shown, french = "but the request names no Content-Type", "mais Content-Type manque"
        if lines:
            shown, french = f"not as {lines[0][:200]!r}", f"et non en {lines[0][:200]!r}"
        raise Problem(
            MEDIA,
            f"A query is sent as {QUERY} or as {FORM}, {shown}.",
            french=f"Une requête s’envoie en {QUERY} ou en {FORM}, {french}.",
        )
    charset = str(header.get_param("charset", "utf-8")).lower()
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise Problem(
            MEDIA,
            f"A query is encoded in UTF-8, not in {charset[:40]!r}.",
            french=f"Une requête est codée en UTF-8, et non en {charset[:40]!r}.",
        )
    coding = request.headers.get("content-encoding", "identity").lower()
    if coding != "identity":
        raise Problem(
            MEDIA,
            f"The body is sent as it is, not in {coding[:40]!r}.",
            {"Accept-Encoding": "identity"},
            french=f"Le corps s’envoie tel quel, et non compressé en {coding[:40]!r}.",
        )
    return kind


async def _body(request: Request, held: Held) -> bytes:
    """The body, never more of it in memory than a query may be long."""
    declared = request.headers.get("content-length", "0")
    too_large = Problem(
        TOO_LARGE,
        f"A query is at most {QUERY_BYTES_MAX} bytes long.",
        french=f"Une requête fait au plus {QUERY_BYTES_MAX} octets.",
    )
    if declared.isdigit() and int(declared) > _DRAINED_MAX:
        raise too_large
    chunks, received = [], 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > _DRAINED_MAX:
            raise too_large
        if received <= QUERY_BYTES_MAX:
            held.add(len(chunk))
            chunks.append(chunk)
    # Read to the end: closing on a sender would lose the answer that says why.
    if received > QUERY_BYTES_MAX:
        raise too_large
    return b"".join(chunks)


def _parameters(encoded: bytes) -> dict[str, list[str]]:
    parameters: dict[str, list[str]] = {}
    for pair in encoded.split(b"&"):
        if pair:
            name, _, value = pair.replace(b"+", b" ").partition(b"=")
            key = _text(unquoted(name), "A parameter's name", "Le nom d’un paramètre")
            where = f"The parameter {key[:40]!r}", f"Le paramètre {key[:40]!r}"
            parameters.setdefault(key, []).append(_text(unquoted(value), *where))
    return parameters


def unquoted(encoded: bytes) -> bytes:
    """Percent-encoding undone, as :func:`urllib.parse.unquote_to_bytes` does, much faster.

    Args:
        encoded: a name or a value.
    """
    escapes = encoded.count(b"%")
    if not escapes:
        return encoded
    # Quoted-printable is the same with another sign, and the standard library reads it in C.
    decoded = a2b_qp(encoded.replace(b"=", b"=3D").replace(b"%", b"="))
    whole = len(decoded) == len(encoded) - 2 * escapes
    return (
        decoded
        if whole and b"\n" not in encoded and b"\r" not in encoded
        else unquote_to_bytes(encoded)
    )


def _text(encoded: bytes, what: str, french: str) -> str:
    try:
        return encoded.decode()
    except UnicodeDecodeError as error:
        raise Problem(
            BAD_REQUEST,
            f"{what} is not UTF-8 text: see byte {error.start + 1}.",
            french=f"{french} n’est pas un texte en UTF-8 : voyez l’octet {error.start + 1}.",
        ) from error
