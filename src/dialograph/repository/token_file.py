"""Making and revoking tokens: the file is replaced whole, by one process at a time."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from dialograph.errors import UsageError
from dialograph.repository.tokens import (
    ALL_GRAPHS,
    FULL_IRI,
    RELATIVE,
    TOKEN,
    Token,
    read_tokens,
)

_STEPS = re.compile(r"(^|/)\.\.?(/|$)")
_NAME_MAX = 100


def new_token(
    path: Path, graphs: tuple[str, ...], name: str | None, expires: datetime | None
) -> tuple[str, Token]:
    """Make a token and keep its hash; the file is made when there is none.

    Args:
        path: the file.
        graphs: what it may write, as :class:`Token` has it.
        name: what its holder is called, unlike all others; None calls them by the ID.
        expires: from when on it is no good; None for never.

    Returns:
        The token, which is nowhere else, and what the file knows of it.

    Raises:
        UsageError: a graph or the name is no good, or the file cannot be read or written.
    """
    if not graphs:
        raise UsageError(
            "The token is for no graph.",
            "Name one with --graph graphs/NAME, or all with --graph '*'.",
            french="Le jeton ne vaut pour aucun graphe ; nommez-en un par --graph graphs/NOM, ou "
            "tous par --graph '*'.",
        )
    for each in graphs:
        _check_graph(each)
    identity = secrets.token_hex(6)
    called = identity if name is None else _checked_name(name)
    token = f"dg_{identity}_{secrets.token_urlsafe(32)}"
    digest = hashlib.sha256(token.encode()).hexdigest()
    now = datetime.now(UTC).replace(microsecond=0)
    made = Token(identity, digest, called, tuple(dict.fromkeys(graphs)), now, expires)
    with _changing(path, make=True) as tokens:
        if any(called in {each.name, each.id} for each in tokens):
            raise UsageError(
                f"There is a token called {called!r} already.",
                "Choose another name, or revoke that one first.",
                french=f"Un jeton s’appelle déjà {called!r} ; choisissez un autre nom, ou révoquez "
                "d’abord celui-là.",
            )
        tokens.append(made)
    return token, made


def revoke_token(path: Path, which: str) -> Token:
    """Take a token out of the file: from then on it is no good.

    Args:
        path: the file.
        which: its ID, its name, or the token itself.

    Raises:
        UsageError: there is none, or the file cannot be read or written.
    """
    match = TOKEN.fullmatch(which)
    identity = match[1] if match else which
    with _changing(path, make=False) as tokens:
        for each in tokens:
            if identity in {each.id, each.name}:
                tokens.remove(each)
                return each
        shown = "with that ID" if match or which.startswith("dg_") else f"called {which[:100]!r}"
        raise UsageError(
            f"There is no token {shown}.",
            "`dialograph token list` shows those that there are.",
            french="Il n’y a pas de tel jeton ; « dialograph token list » montre ceux qui sont là.",
        )


def _check_graph(graph: str) -> None:
    is_good = graph == ALL_GRAPHS or RELATIVE.fullmatch(graph) or FULL_IRI.fullmatch(graph)
    if not is_good or (RELATIVE.fullmatch(graph) and _STEPS.search(graph)):
        raise UsageError(
            f"{graph[:200]!r} names no graph.",
            "Give graphs/NAME, a whole IRI, or '*' for all.",
            french=f"{graph[:200]!r} ne nomme pas de graphe ; donnez graphs/NOM, un IRI entier, ou "
            "'*' pour tous.",
        )


def _checked_name(name: str) -> str:
    if not (name.strip() == name and name.isprintable() and 0 < len(name) <= _NAME_MAX):
        raise UsageError(
            f"{name[:40]!r} is no name for a token.",
            f"Give up to {_NAME_MAX} characters, without a line end.",
            french=f"{name[:40]!r} ne peut nommer un jeton ; donnez jusqu’à {_NAME_MAX} "
            "caractères, sans fin de ligne.",
        )
    if name.startswith("dg_"):  # who mistakes the one for the other must not see it kept
        raise UsageError(
            "A name does not begin with dg_, as tokens do.",
            french="Un nom ne commence pas par dg_, comme les jetons.",
        )
    return name


@contextmanager
def _changing(path: Path, *, make: bool) -> Iterator[list[Token]]:
    """The tokens of a file, to be changed by one process at a time; written when the block ends."""
    try:
        with _locked(path, os.O_CREAT if make else 0) as descriptor:
            tokens = list(read_tokens(path))
            yield tokens
            _replace(path, tokens, os.fstat(descriptor).st_uid)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(
            f"{path} cannot be written: {reason}.",
            "Choose another place.",
            french=f"Impossible d’écrire {path} : {reason} ; choisissez un autre endroit.",
        ) from error


@contextmanager
def _locked(path: Path, flags: int) -> Iterator[int]:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | flags, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            # Whoever held it before may have put another file in its place.
            if _is_at(path, descriptor):
                yield descriptor
                return
        finally:
            os.close(descriptor)


def _is_at(path: Path, descriptor: int) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False


def _replace(path: Path, tokens: list[Token], owner: int) -> None:
    """Put a new file in the place of the old one, for its owner alone to read."""
    real = path.resolve()
    content = json.dumps({"tokens": [_to_json(each) for each in tokens]}, indent=2) + "\n"
    descriptor, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}-")  # mode 0600
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(content)
            file.flush()
            if os.geteuid() == 0:  # an administrator leaves the file to whom it belongs
                os.fchown(descriptor, owner, -1)
            os.fsync(descriptor)
        Path(name).replace(real)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(real.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _to_json(token: Token) -> dict[str, object]:
    return {
        "id": token.id,
        "sha256": token.digest,
        "name": token.name,
        "graphs": list(token.graphs),
        "created": token.created.isoformat(),
        "expires": token.expires.isoformat() if token.expires else None,
    }
