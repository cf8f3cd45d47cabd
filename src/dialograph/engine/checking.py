"""What is made sure of, or looked up, in the text of a query before the engine answers it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import pyoxigraph as ox

from dialograph.engine import guard
from dialograph.engine.locate import syntax_error
from dialograph.engine.mending import mend
from dialograph.engine.scan import Scan


class Services(Protocol):
    """Gives, for the IRI of a ``SERVICE``, the address to ask instead."""

    def __call__(self, iri: str, *, silent: bool = False) -> str:
        """The address; ``silent`` says whether the query takes a failure.

        Raises:
            ForbiddenQueryError: no query may name it.
        """


def check_names(text: str, safe: str, base_iri: str | None) -> None:
    """Make sure that the engine takes for a name what the guard took for one.

    Args:
        text: the query as received.
        safe: the query without the keyword ``SERVICE`` in strings, IRIs and comments.
        base_iri: what relative IRIs are resolved against.

    Raises:
        QuerySyntaxError: it does not.
    """
    disguised = guard.decoy(safe)
    if disguised is not None:
        _parse(text, disguised, base_iri)


def redirected(text: str, services: Services, base_iri: str | None) -> str:
    """A query with other addresses for its ``SERVICE``, once it is sure that it calls no others.

    Args:
        text: the query as received; the guard has let it pass.
        services: gives the addresses.
        base_iri: what relative IRIs are resolved against.

    Raises:
        QuerySyntaxError: it does not parse, or only when read in another way than ours.
        ForbiddenQueryError: it names an address that no query may name.
    """

    def resolve(prologue: str, name: str) -> str:
        return _resolver(prologue, base_iri)(name)

    # First as written: what does not parse is told with its place, and resolves nothing.
    written = guard.unserved(mend(guard.disarm(text)))
    _parse(text, guard.decoy(written) or written, base_iri)
    asked = mend(guard.redirect(text, services, resolve))
    harmless = guard.unserved(asked)
    _parse(text, guard.decoy(harmless) or harmless, base_iri)
    return asked


def clauses(read: Scan, base_iri: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The graphs that a query names itself, as absolute IRIs.

    Args:
        read: what its words say.
        base_iri: what relative IRIs are resolved against.

    Returns:
        The graphs of its default graph, and its named graphs.
    """
    if not read.default_graphs and not read.named_graphs:
        return (), ()
    resolve = _resolver(read.prologue, base_iri)
    try:
        return (
            tuple(resolve(each) for each in read.default_graphs),
            tuple(resolve(each) for each in read.named_graphs),
        )
    except SyntaxError:
        return (), ()  # the query does not parse either, and that tells where


def _parse(text: str, harmless: str, base_iri: str | None) -> None:
    try:
        parser(base_iri)(harmless)
    except SyntaxError as error:
        raise syntax_error(text, harmless, error, parser(base_iri)) from error


def parser(base_iri: str | None) -> Callable[[str], object]:
    """What parses a text, or raises SyntaxError; it evaluates nothing.

    Args:
        base_iri: what relative IRIs are resolved against.
    """

    def parse(text: str) -> None:
        # What parses and cannot be evaluated (an unknown function) is told when it is asked.
        with suppress(RuntimeError, OSError):
            ox.Store().query(text, base_iri=base_iri)

    return parse


def _resolver(prologue: str, base_iri: str | None) -> Callable[[str], str]:
    """Resolve a graph's name as the engine does, by its own reading of the prologue."""

    def resolve(name: str) -> str:
        question = f"{guard.disarm(prologue)}\nSELECT ?graph {{ VALUES ?graph {{ {name} }} }}"
        answer = ox.Store().query(question, base_iri=base_iri)
        assert isinstance(answer, ox.QuerySolutions)
        return str(next(answer)["graph"].value)

    return resolve
