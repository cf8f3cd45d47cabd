"""What the server and its query processes say to one another, and how it is put into bytes.

Both ends are this program, on one machine, on a pair of sockets that nobody else holds.
"""

from __future__ import annotations

import marshal
import pickle
import struct
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from dialograph.engine.output import Coding
from dialograph.engine.scan import Kind
from dialograph.errors import DialographError

_LENGTH = struct.Struct("<I")

ANSWER, RECALL, RUN, CANCEL, CHANGE = "answer", "recall", "run", "cancel", "change"

PREVIEW = "preview"
"""Stands in the place of a format's name when a page wants the beginning of an answer."""


class Question(NamedTuple):
    """A query, and how its answer is to be written.

    Args:
        text: the query.
        default_graphs: as in :meth:`Engine.query`.
        named_graphs: as in :meth:`Engine.query`.
        base_iri: as in :meth:`Engine.query`.
        results: the name of the format for rows or a yes or no; None when none is acceptable.
        graphs: the name of the format for a graph; None when none is acceptable.
        coding: how the answer is compressed.
        inline: up to how many bytes the answer comes back in the message itself.
    """

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    base_iri: str | None
    results: str | None
    graphs: str | None
    coding: Coding
    inline: int


class Outcome(NamedTuple):
    """How it went.

    Args:
        number: which question this is about.
        failure: a pickled error; None when all went well.
        kind: what the answer is.
        format: the name of the format in which it is written.
        coding: how it is compressed.
        volatile: whether asking again may answer otherwise.
        body: the answer, unless it stands in the file of the process.
        spooled: how many bytes of it stand there; None when it is in ``body``.
        spent: whether the process has grown so much that it should be replaced.
        version: of the dataset that was asked.
    """

    number: int
    failure: bytes | None = None
    kind: Kind = "solutions"
    format: str = ""
    coding: Coding = ""
    volatile: bool = False
    body: bytes = b""
    spooled: int | None = None
    spent: bool = False
    version: str = ""

    def raise_failure(self) -> None:
        """Raise what went wrong, if anything did."""
        if self.failure is not None:
            raise error_of(self.failure)


def pack(message: tuple[Any, ...]) -> bytes:
    """A message as bytes, with its length in front.

    Args:
        message: plain values only: numbers, text, bytes, None, and tuples or lists of them.
    """
    body = marshal.dumps(tuple(message))
    return _LENGTH.pack(len(body)) + body


def pack_question(number: int, question: Question) -> bytes:
    """A question under a number, as bytes."""
    return pack((number, ANSWER, *question))


def pack_recall(number: int, since: str, version: str, question: Question) -> bytes:
    """A question to another version, which the process goes to first.

    Args:
        number: which it is.
        since: the version that the process has to be at, and
        version: the other one; the file that the process was given leads there.
        question: the question.
    """
    return pack((number, RECALL, since, version, *question))


def pack_work(number: int, work: Callable[..., object], *args: object) -> bytes:
    """Work to do in a query process, as bytes.

    Args:
        number: which it is.
        work: a function of a module; it gets the engine, the descriptor of the file of the
            process, as ``source`` that of the file that the process was given, if it was, and
        args: these.
    """
    return pack((number, RUN, pickle.dumps((work, args))))


def pack_cancel(numbers: list[int]) -> bytes:
    """Word that some questions, not begun yet, need no answer any more."""
    return pack((0, CANCEL, numbers))


def pack_change(since: str, version: str, patch: bytes) -> bytes:
    """Word that the next version is to be asked from here on, after what has been put before.

    Args:
        since: the version that the process has to be at by then.
        version: the next one.
        patch: what leads there, as an RDF Patch.
    """
    return pack((0, CHANGE, since, version, patch))


def pickle_error(error: BaseException) -> bytes:
    """An error to be raised again in the process that asked."""
    known = isinstance(error, DialographError | MemoryError)
    return pickle.dumps(error if known else RuntimeError(f"{type(error).__name__}: {error}"))


def error_of(pickled: bytes) -> Exception:
    """The error that :func:`pickle_error` has put into bytes."""
    error = pickle.loads(pickled)  # noqa: S301 - from a process of ours
    assert isinstance(error, Exception)
    return error


def result_of(outcome: Outcome) -> Any:
    """What the work of :func:`pack_work` gave."""
    return pickle.loads(outcome.body)  # noqa: S301 - from a process of ours


class Unpacker:
    """Takes bytes in as they come, and gives the messages that are complete."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[tuple[Any, ...]]:
        """The messages that end in ``data``."""
        held = self._held + data if self._held else data
        start, end = 0, len(held)
        view = memoryview(held)
        while end - start >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(held, start)
            stop = start + _LENGTH.size + length
            if stop > end:
                break
            # Before it is given: whoever takes it may never come back for the next one.
            message = marshal.loads(view[start + _LENGTH.size : stop])  # noqa: S302 - see above
            start = stop
            self._held = held[start:]
            yield message
        self._held = held[start:]
