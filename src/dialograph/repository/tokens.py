"""The file of tokens: who may write which graphs, and no secret in it.

A token is ``dg_ID_SECRET``. The file keeps the ID and a SHA-256 of the whole. A slow hash, as for
passwords, would protect nothing: the secret is 256 random bits, which nobody guesses, however fast.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from dialograph.errors import UsageError
from dialograph.repository.interface import Author

ALL_GRAPHS = "*"
TOKEN = re.compile(r"dg_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
FULL_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
RELATIVE = re.compile(r"graphs/[^\s<>\"{}|\\^`:?#]+")
_NOBODY = hashlib.sha256(secrets.token_bytes(32)).hexdigest()


class Token(NamedTuple):
    """What the file knows of a token.

    Args:
        id: its public part.
        digest: SHA-256 of the token, in hexadecimal digits.
        name: what its holder is called.
        graphs: the graphs that it may write: IRIs, names relative to the base such as
            ``graphs/rabat``, or ``*``.
        created: when it was made.
        expires: from when on it is no good; None for never.
    """

    id: str
    digest: str
    name: str
    graphs: tuple[str, ...]
    created: datetime
    expires: datetime | None

    def is_expired(self, now: datetime) -> bool:
        """Whether it is no good any more."""
        return self.expires is not None and now >= self.expires

    def author(self, base_iri: str) -> Author:
        """Who its holder is, and what they may write.

        Args:
            base_iri: what the names of graphs are relative to.
        """
        if ALL_GRAPHS in self.graphs:
            return Author(self.name)
        full = (base_iri + each if RELATIVE.fullmatch(each) else each for each in self.graphs)
        return Author(self.name, frozenset(full))


class Tokens:
    """The tokens that a server knows; the file is read again when it has changed.

    Args:
        path: the file.

    Raises:
        UsageError: it is there and cannot be read, or anybody may write it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, ...] | None = None
        self._by_id: dict[str, Token] = {}
        self._refresh()

    def find(self, token: str) -> Token | None:
        """What is known of a token; None when it is no token of the file.

        Takes as long for a secret that is nearly right as for any other.

        Args:
            token: as the client sent it.

        Raises:
            UsageError: the file cannot be read; no token is good then.
        """
        self._refresh()
        match = TOKEN.fullmatch(token)
        known = self._by_id.get(match[1]) if match else None
        digest = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
        is_right = hmac.compare_digest(digest, known.digest if known else _NOBODY)
        return known if is_right else None

    def _refresh(self) -> None:
        try:
            seen = _identity(self._path.stat())
        except OSError:  # a file that is gone holds no token
            self._seen, self._by_id = None, {}
            return
        if seen == self._seen:
            return
        self._seen, self._by_id = None, {}
        self._by_id = {each.id: each for each in read_tokens(self._path)}
        self._seen = seen


def read_tokens(path: Path) -> tuple[Token, ...]:
    """Every token of a file, in the order in which they were made; none when there is no file.

    Raises:
        UsageError: it cannot be read, or is no file of tokens, or others may write it.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _unreadable(path, (error.strerror or "unknown reason").lower()) from error
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise UsageError(
            f"Others may write {path.name}, the file of tokens.",
            "Take that away with chmod 600.",
            french=f"D’autres peuvent écrire dans {path.name}, le fichier de jetons ; retirez-leur "
            "ce droit par chmod 600.",
        )
    if not content.strip():
        return ()
    try:
        return tuple(_from_json(each) for each in json.loads(content)["tokens"])
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(path, "it is no file of tokens") from error


def _from_json(told: dict[str, object]) -> Token:
    graphs, expires = told["graphs"], told["expires"]
    if not isinstance(graphs, list) or not all(isinstance(each, str) for each in graphs):
        raise TypeError
    return Token(
        str(told["id"]),
        str(told["sha256"]),
        str(told["name"]),
        tuple(graphs),
        _moment(str(told["created"])),
        None if expires is None else _moment(str(expires)),
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _identity(told: os.stat_result) -> tuple[int, ...]:
    return told.st_ino, told.st_mtime_ns, told.st_size, told.st_mode


def _unreadable(path: Path, reason: str) -> UsageError:
    return UsageError(
        f"{path.name}, the file of tokens, cannot be read: {reason}.",
        "Check it, or make a new one with `dialograph token new`.",
        french=f"{path.name}, le fichier de jetons, est illisible ; vérifiez-le, ou faites-en un "
        "autre avec « dialograph token new ».",
    )
