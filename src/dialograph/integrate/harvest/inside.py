"""What happens in the confined process: documents of strangers are read, and mapped.

Run as a program by ``confined``, which sends three files for each request: one to read from (an
order in a line of JSON, then the documents), one for N-Quads, one for a refusal in JSON. Each
request has a process of its own; it gives up the right to open files and sockets first.
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph as ox
from rdflib import Literal, URIRef

from dialograph import formats
from dialograph.engine.confine import bound_stack, confine, die_with_parent
from dialograph.engine.document_errors import DocumentError, DocumentTooLargeError
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.incoming import Bounds, parse
from dialograph.errors import DialographError, UsageError
from dialograph.integrate.harvest.members import latest
from dialograph.integrate.harvest.scripts import scripts_of

if TYPE_CHECKING:
    from typing_extensions import Buffer

REFUSED = 3
"""The exit code of a refusal."""
_MEMORY = 4
_STATM, _HIGH, _FILE_MAX = 3, 1_000, 4 * 10**9
_MESSAGE, _FILES = 64, 3
_PLACE = "urn:x-dialograph:arrived"
_FORMS = {each.name: each for each in formats.GRAPH_FORMATS}


def main() -> int:
    """Serve one connection: for each request on it, a process is forked, confined, and waited for.

    Importing what is needed takes longer than reading most documents: it is done once.

    Returns:
        0, when the other end hangs up.
    """
    # What Python imports late, when a name or a text has to be looked at, it imports now.
    "é".encode("idna")
    die_with_parent()
    bound_stack()
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        while True:
            message, files, _, _ = socket.recv_fds(connection, _MESSAGE, _FILES)
            if not message:
                return 0
            pid = os.fork()
            if pid == 0:
                os._exit(_confined(float(message), *files))
            for each in files:
                os.close(each)
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            connection.sendall(f"{code}\n".encode())


def _confined(seconds: float, *files: int) -> int:
    """Give everything up but three files, and do what the first says.

    Args:
        seconds: after which this process ends.
        files: to read from, to write to, to refuse on.
    """
    # Also in the middle of a call into the engine: it is not Python that ends the process.
    signal.setitimer(signal.ITIMER_REAL, seconds)
    die_with_parent()
    for number, each in enumerate([*files, os.open("/proc/self/statm", os.O_RDONLY)]):
        os.dup2(each, _HIGH + number)
    for number in range(_STATM + 1):
        os.dup2(_HIGH + number, number)
    os.closerange(_STATM + 1, _HIGH * 2)
    with os.fdopen(0, "rb") as source, os.fdopen(1, "wb") as made, os.fdopen(2, "w") as refused:
        order = json.loads(source.readline())
        confine(_STATM, memory=order["memory"], file_bytes=_FILE_MAX, network=False)
        try:
            quads = _made(order, source)
            ox.serialize(quads, made, ox.RdfFormat.N_QUADS)
        except DialographError as error:
            told = {"english": error.message, "french": error.french or error.message}
        except MemoryError:
            return _MEMORY
        else:
            return 0
        json.dump(told, refused)
        return REFUSED


def _made(order: Mapping[str, Any], source: BinaryIO) -> Iterable[ox.Quad]:
    bounds = Bounds(size=order["size"], statements=order["triples"])
    quads: list[ox.Quad] = []
    for number, document in enumerate(order["documents"], 1):
        data = source.read(document["size"])
        try:
            quads += _read(data, document, order["contexts"], bounds)
        except DocumentError as error:
            if len(order["documents"]) == 1:
                raise
            raise _of(number, error) from error
        if len(quads) > bounds.statements:
            raise _too_many(bounds.statements)
    if not order["canonical"]:
        return quads
    if order["streams"]:
        quads = latest(quads, _PLACE)
    triples = {quad.triple for quad in quads}
    for mapping in order["mappings"]:
        triples = _mapped(quads, mapping, bounds.statements)
        place = ox.NamedNode(_PLACE)
        quads = [ox.Quad(each.subject, each.predicate, each.object, place) for each in triples]
    dataset = ox.Dataset(ox.Quad(each.subject, each.predicate, each.object) for each in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def _read(
    data: bytes, document: Mapping[str, Any], contexts: Mapping[str, str], bounds: Bounds
) -> list[ox.Quad]:
    known = {address: context.encode() for address, context in contexts.items()}
    base = document["base"]
    blocks, form = [data], formats.JSONLD
    if document["form"] == formats.HTML.name:
        blocks, base = scripts_of(data, base)
    else:
        form = _FORMS[document["form"]]
    quads: list[ox.Quad] = []
    for number, block in enumerate(blocks, 1):
        try:
            quads += parse(
                block, form, base_iri=base, graph=_PLACE, whole=True, contexts=known, bounds=bounds
            )
        except DocumentError as error:
            if len(blocks) == 1:
                raise
            raise type(error)(
                f"In block {number} of JSON-LD: {error.message}",
                f"Dans le bloc {number} de JSON-LD : {error.french}",
            ) from error
    return quads


def _mapped(quads: Iterable[ox.Quad], mapping: Mapping[str, Any], most: int) -> set[ox.Triple]:
    """What one CONSTRUCT makes of what arrived, its default graph being all of it together."""
    store = ox.Store()
    store.bulk_extend(quads)
    terms = {
        name: URIRef(value) if is_iri else Literal(value)
        for name, (is_iri, value) in mapping["terms"].items()
    }
    output = _Lines(most)
    try:
        answer = EmbeddedEngine(store, "harvest").query(mapping["text"], substitutions=terms)
        if answer.kind != "graph":
            raise UsageError("it is no CONSTRUCT.", french="ce n’est pas un CONSTRUCT.")
        answer.write(formats.NTRIPLES, output)
    except DialographError as error:
        name = mapping["name"]
        raise DocumentError(
            f"The mapping {name}: {error.message}",
            f"La correspondance {name} : {error.french or error.message}",
        ) from error
    return {quad.triple for quad in ox.parse(output.getvalue(), ox.RdfFormat.N_TRIPLES)}


class _Lines(io.BytesIO):
    """Takes so many lines, and no more.

    Args:
        most: how many.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most, self._left = most, most

    def write(self, data: Buffer, /) -> int:
        """Take some."""
        self._left -= bytes(data).count(b"\n")
        if self._left < 0:
            raise _too_many(self._most)
        return super().write(data)


def _of(number: int, error: DocumentError) -> DocumentError:
    return type(error)(
        f"Page {number}: {error.message}",
        f"Page {number} : {error.french}",
        error.line,
        error.column,
    )


def _too_many(most: int) -> DocumentTooLargeError:
    return DocumentTooLargeError(
        f"There are more than the {most} triples of the source.",
        f"Il y a plus que les {most} triplets de la source.",
    )


if __name__ == "__main__":
    sys.exit(main())
