"""Who asks for a change: bearer tokens (RFC 6750), in the header only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote

from starlette.requests import Request

from dialograph.errors import UsageError
from dialograph.repository.interface import Author
from dialograph.repository.tokens import ALL_GRAPHS, Tokens
from dialograph.web.problems import (
    BAD_REQUEST,
    OUT_OF_SCOPE,
    READ_ONLY,
    UNAUTHORIZED,
    UNAVAILABLE,
    Problem,
)

_REALM = 'Bearer realm="dialograph"'
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*) *", re.IGNORECASE)
_PARAMETER = "access_token"
# What a scope may be written with (RFC 6749, section 3.3), and an IRI is made of.
_SCOPE = "!#$%&'()*+,/:;=?@[]~"


class Authorization:
    """Tells who the author of a request is.

    No token is in what it says: neither in a problem nor in a log.

    Args:
        tokens: the tokens that are known; None where there is no file of them, and nothing can be
            written.
        base_iri: what the graphs of tokens are relative to.
    """

    def __init__(self, tokens: Tokens | None, base_iri: str) -> None:
        self._tokens = tokens
        self._base_iri = base_iri

    def author_of(self, request: Request) -> Author:
        """Who asks; called before the body is read.

        Args:
            request: what asks for a change.

        Raises:
            Problem: 400 when the token stands in the address, or more than once; 401 without a
                token, or with one that is not known or expired; 403 when nothing can be written
                here; 503 when the file of tokens cannot be read.
        """
        if self._tokens is None:
            raise Problem(
                READ_ONLY,
                "This server takes no changes: it has no file of tokens. Whoever runs it makes one "
                "with `dialograph token new --tokens-file FILE --graph graphs/NAME` and starts it "
                "with --tokens-file FILE.",
                french="Ce serveur n’accepte aucune modification : il n’a pas de fichier de "
                "jetons. Son exploitant en crée un par « dialograph token new --tokens-file "
                "FICHIER --graph graphs/NOM » et le démarre avec --tokens-file FICHIER.",
            )
        token = _token_of(request)
        try:
            known = self._tokens.find(token)
        except UsageError as error:
            raise Problem(
                UNAVAILABLE,
                "The server's file of tokens cannot be read; tell whoever runs it.",
                {"Retry-After": "60"},
                french="Le fichier de jetons du serveur est illisible ; dites-le à son exploitant.",
            ) from error
        if known is None:
            raise _refused(
                "The token is not known here; it may have been revoked.",
                "Ce jeton n’est pas connu ici ; il a pu être révoqué.",
            )
        if known.is_expired(datetime.now(UTC)):
            day = f"{known.expires:%Y-%m-%d %H:%M} UTC"
            raise _refused(
                f"The token expired on {day}; ask for a new one.",
                f"Ce jeton a expiré le {day} ; demandez-en un autre.",
            )
        return known.author(self._base_iri)


def out_of_scope(graphs: Iterable[str | None]) -> Problem:
    """403: the graphs that a token may not write (RFC 6750, section 3.1).

    Args:
        graphs: their names; None is the default graph, for which a token for all is needed.
    """
    named = sorted({ALL_GRAPHS if each is None else each for each in graphs})
    scope = " ".join(quote(each, safe=_SCOPE) for each in named)
    listed = ", ".join("the default graph" if each == ALL_GRAPHS else each for each in named)
    enumeres = ", ".join("le graphe par défaut" if each == ALL_GRAPHS else each for each in named)
    return Problem(
        OUT_OF_SCOPE,
        f"The token may not write {listed}.",
        {"WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{scope}"'},
        french=f"Ce jeton ne permet pas d’écrire dans : {enumeres}.",
    )


def check_scope(author: Author, graphs: Iterable[str | None]) -> None:
    """Make sure that an author may write some graphs; None is the default graph.

    Raises:
        Problem: 403, with those that are out of scope.
    """
    outside = [each for each in graphs if not author.may_write(each)]
    if outside:
        raise out_of_scope(outside)


def _token_of(request: Request) -> str:
    query = request.scope["query_string"].decode("latin-1")
    lines = request.headers.getlist("authorization")
    if any(name == _PARAMETER for name, _ in parse_qsl(query, keep_blank_values=True)):
        raise _misplaced(
            "A token never stands in the address, where logs would keep it: send it in the header "
            "Authorization, and have this one revoked.",
            "Un jeton ne figure jamais dans l’adresse, que gardent les journaux : envoyez-le dans "
            "l’en-tête Authorization, et faites révoquer celui-ci.",
        )
    if len(lines) > 1:
        raise _misplaced(
            "The request has more than one header Authorization.",
            "La requête a plus d’un en-tête Authorization.",
        )
    scheme = lines[0].partition(" ")[0].lower() if lines else ""
    if scheme != "bearer":
        raise Problem(
            UNAUTHORIZED,
            "A change needs the header `Authorization: Bearer TOKEN`.",
            {"WWW-Authenticate": _REALM},
            french="Une modification demande l’en-tête « Authorization: Bearer JETON ».",
        )
    match = _BEARER.fullmatch(lines[0])
    if match is None:
        raise _misplaced(
            "After `Authorization: Bearer` stands one token, and nothing else.",
            "Après « Authorization: Bearer » se trouve un jeton, et rien d’autre.",
        )
    return match[1]


def _refused(english: str, french: str) -> Problem:
    told = f'{_REALM}, error="invalid_token", error_description="{english}"'
    return Problem(UNAUTHORIZED, english, {"WWW-Authenticate": told}, french=french)


def _misplaced(english: str, french: str) -> Problem:
    told = {"WWW-Authenticate": f'{_REALM}, error="invalid_request"'}
    return Problem(BAD_REQUEST, english, told, french=french)
