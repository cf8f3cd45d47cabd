"""Documents of strangers read, and mapped, in a process that can do nothing else."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple

import pyoxigraph as ox

from dialograph.catalog.binding import reachable
from dialograph.engine.lexer import tokens
from dialograph.errors import RefusedError
from dialograph.integrate.harvest.inside import REFUSED
from dialograph.integrate.harvest.sources import Limits, Rules, Source
from dialograph.limits import HARVEST_BYTES
from dialograph.publish.context import PATH, context
from dialograph.vocab import BASE

_INSIDE, _ANSWER, _DIED = "dialograph.integrate.harvest.inside", 16, -signal.SIGKILL
_TYPED = ("url", "sameAs", "image", "logo", "isPartOf", "mainEntityOfPage", "additionalType")
_SCHEMA_ORG = json.dumps(
    {
        "@context": {
            "@vocab": "http://schema.org/",
            "schema": "http://schema.org/",
            "id": "@id",
            "type": "@type",
            **{name: {"@id": f"schema:{name}", "@type": "@id"} for name in _TYPED},
        }
    }
)
"""What the context of schema.org comes to for data: its terms, and which of them hold addresses."""
_SCHEMA_ADDRESSES = tuple(
    f"{scheme}://{host}{path}"
    for scheme in ("http", "https")
    for host in ("schema.org", "www.schema.org")
    for path in ("", "/", "/docs/jsonldcontext.json", "/docs/jsonldcontext.jsonld")
)


class Document(NamedTuple):
    """A document that arrived.

    Args:
        path: the file that holds it.
        form: the name of its syntax, or ``html``.
        base: where it came from: what its relative IRIs are resolved against.
    """

    path: Path
    form: str
    base: str


class UnreadableError(RefusedError):
    """What arrived cannot be read, or not be mapped."""


def read(documents: Sequence[Document], limits: Limits) -> list[ox.Quad]:
    """The statements of some documents, each in the graph that it names.

    Args:
        documents: what arrived.
        limits: what it may take.

    Raises:
        UnreadableError: something in it does not parse, or goes past a limit.
    """
    return _quads(documents, limits, mappings=[], canonical=False)


def mapped(documents: Sequence[Document], source: Source, base_iri: str) -> list[ox.Triple]:
    """What the mappings of a source make of some documents.

    Args:
        documents: what arrived, all of it.
        source: ``mappings``, ``values`` and ``limits`` count.
        base_iri: where the dataset lives on the web.

    Returns:
        The triples in order of their text, with blank nodes named by what is said of them
        (RDF Dataset Canonicalization): the same documents give the same triples.

    Raises:
        UnreadableError: as :func:`read`; or a mapping is no CONSTRUCT that can be evaluated.
    """
    terms = {
        "base": (False, base_iri),
        "graph": (True, source.graph),
        "source": (False, source.name),
        **({"address": (True, source.address)} if source.address else {}),
        **{name: (_is_iri(value), value) for name, value in source.values.items()},
    }
    mappings = [_order(each, terms) for each in source.mappings]
    quads = _quads(
        documents,
        source.limits,
        mappings=mappings,
        canonical=True,
        streams=source.kind == "ldes",
        base_iri=base_iri,
    )
    return [quad.triple for quad in quads]


def _order(rules: Rules, terms: Mapping[str, tuple[bool, str]]) -> dict[str, object]:
    variables = {each.text[1:] for each in tokens(rules.text) if each.kind == "variable"}
    used = [name for name in terms if name in variables]
    try:
        text = reachable(rules.text, used)
    except ValueError as error:
        raise UnreadableError(
            f"The mapping {rules.name} is no CONSTRUCT {{ … }} WHERE {{ … }}.",
            french=f"La correspondance {rules.name} n’est pas un CONSTRUCT {{ … }} WHERE {{ … }}.",
        ) from error
    return {"name": rules.name, "text": text, "terms": {name: terms[name] for name in used}}


def _is_iri(value: str) -> bool:
    return value.startswith(("http://", "https://", "urn:")) and " " not in value


def _quads(
    documents: Sequence[Document],
    limits: Limits,
    *,
    mappings: Sequence[Mapping[str, object]],
    canonical: bool,
    streams: bool = False,
    base_iri: str = BASE,
) -> list[ox.Quad]:
    ours = json.dumps(context())
    contexts = {f"{base}{PATH}": ours for base in (BASE, base_iri)}
    order = {
        "documents": [
            {"form": each.form, "base": each.base, "size": each.path.stat().st_size}
            for each in documents
        ],
        "contexts": {**contexts, **dict.fromkeys(_SCHEMA_ADDRESSES, _SCHEMA_ORG)},
        "mappings": list(mappings),
        "canonical": canonical,
        "streams": streams,
        "size": limits.bytes,
        "triples": limits.triples,
        "memory": HARVEST_BYTES,
    }
    with TemporaryFile() as sent, TemporaryFile() as made, TemporaryFile() as refused:
        sent.write(json.dumps(order).encode() + b"\n")
        for each in documents:
            sent.write(each.path.read_bytes())
        sent.seek(0)
        code = _nursery(os.getpid()).run(limits.seconds, sent, made, refused)
        if code:
            refused.seek(0)
            raise _told(code, refused.read(), limits.seconds)
        made.seek(0)
        return list(ox.parse(made, ox.RdfFormat.N_QUADS))


class _Nursery:
    """Forks a confined process for each request; see ``inside``."""

    def __init__(self) -> None:
        self._connection, its = socket.socketpair()
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", _INSIDE, str(its.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[its.fileno()],
            )
        atexit.register(self.close)

    def run(self, seconds: float, *files: BinaryIO) -> int:
        """Have a request done.

        Args:
            seconds: how long it may take.
            files: as ``inside`` says.

        Returns:
            The exit code of the process that did it.
        """
        numbers = [each.fileno() for each in files]
        for each in files:
            each.flush()
        socket.send_fds(self._connection, [f"{seconds}".encode()], numbers)
        told = self._connection.recv(_ANSWER)
        if not told:  # the system was out of memory, and chose it
            _nursery.cache_clear()
        return int(told or _DIED)

    def close(self) -> None:
        """End it."""
        self._connection.close()
        self._process.wait()


@cache
def _nursery(_pid: int) -> _Nursery:
    """The nursery of this very process, and not of one that it was forked from."""
    return _Nursery()


def _told(code: int, refused: bytes, seconds: float) -> UnreadableError:
    if code == REFUSED:
        told = json.loads(refused)
        return UnreadableError(told["english"], french=told["french"])
    if code == -signal.SIGALRM:
        return UnreadableError(
            f"What arrived could not be read and mapped in {seconds:g} seconds.",
            "Raise limits.seconds, or look at the mapping.",
            french=f"Ce qui est arrivé n’a pu être lu et mis en correspondance en {seconds:g} "
            "secondes. Augmentez limits.seconds, ou revoyez la correspondance.",
        )
    return UnreadableError(
        "What arrived takes more memory than reading and mapping may take.",
        french="Ce qui est arrivé prend plus de mémoire que la lecture et la mise en "
        "correspondance ne peuvent en prendre.",
    )


def digest(triples: Sequence[ox.Triple]) -> str:
    """The SHA-256 of triples in the order in which they stand, in hexadecimal digits."""
    return hashlib.sha256("\n".join(map(str, triples)).encode()).hexdigest()
