"""What whoever runs ``dialograph serve`` decides: each setting, its flag, its variable, its check.

A setting is a field of :class:`Settings`; its flag is ``--name-with-hyphens``, its environment
variable ``DIALOGRAPH_NAME``. A flag wins over the variable, the variable over the default. Limits
that nobody needs to turn are constants here, so that there is one place to look them up.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from typing import Any, Literal

from dialograph.errors import UsageError
from dialograph.vocab import BASE

QUERY_BYTES_MAX = 1_000_000
"""The longest query text, or form that holds one, that a request body may carry (413 above)."""

HEADER_BYTES_MAX = 128 * 1024
"""The longest request line and headers together: a query in the address has to fit in."""

THREADS_MAX = 8
"""Queries evaluated at the same time; the others wait for their turn."""

ROWS_SHOWN = 1_000
"""Rows of an answer that the query page shows; the answer itself is whole in every format."""

STOP_SECONDS = 5
"""How long a stopping server waits for the answers under way."""

DefaultGraph = Literal["union", "own"]

_PORTS = range(65536)
SHIPPED = "shipped"
NONE = "none"


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) not in _PORTS:
        raise ValueError("a port is a whole number from 0 to 65535 (0: any free one)")
    return int(text)


def _base_iri(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`?#]+/", text):
        raise ValueError("a base IRI starts with http:// or https:// and ends with /")
    return text


def _default_graph(text: str) -> DefaultGraph:
    if text == "union":
        return "union"
    if text == "own":
        return "own"
    raise ValueError("the default graph is union or own")


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        raise ValueError("a host is a name or an address, such as 127.0.0.1 or 0.0.0.0")
    return text


def _load(items: Sequence[str]) -> tuple[str, ...]:
    if len(items) > 1 and {SHIPPED, NONE} & set(items):
        raise ValueError("shipped and none stand alone, without a file beside them")
    return tuple(items)


def _cors(text: str) -> tuple[str, ...]:
    if text in {"*", NONE}:
        return () if text == NONE else ("*",)
    origins = tuple(origin for origin in re.split(r"[\s,]+", text) if origin)
    if not all(re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+", origin) for origin in origins):
        raise ValueError("give *, none, or origins such as https://example.org with commas between")
    return origins


def _told(
    parse: Callable[[Any], Any], metavar: str, default: str, explanation: str, *, many: bool = False
) -> dict[str, Any]:
    """What a field knows besides its default: its check, and its part of ``--help``."""
    return {
        "parse": parse,
        "metavar": metavar,
        "default": default,
        "help": explanation,
        "many": many,
    }


@dataclass(frozen=True)
class Settings:
    """How a server runs; made by :func:`read_settings`, or by hand in a program."""

    host: str = field(
        default="127.0.0.1",
        metadata=_told(
            _host,
            "HOST",
            "127.0.0.1",
            "address to listen on; 0.0.0.0 for every interface",
        ),
    )
    port: int = field(
        default=8000,
        metadata=_told(
            _port, "PORT", "8000", "port to listen on; 0 takes a free one and says which"
        ),
    )
    base_iri: str = field(
        default=BASE,
        metadata=_told(
            _base_iri,
            "IRI",
            BASE,
            "where the dataset lives on the web; names graphs and problems, resolves relative "
            "IRIs in queries",
        ),
    )
    default_graph: DefaultGraph = field(
        default="union",
        metadata=_told(
            _default_graph,
            "union|own",
            "union",
            "what a query without GRAPH sees: the merge of all graphs (a triple counts once), "
            "or only the statements that stand in no named graph",
        ),
    )
    load: tuple[str, ...] = field(
        default=(SHIPPED,),
        metadata=_told(
            _load,
            "shipped|none|FILE…",
            SHIPPED,
            "what to serve: the graph that travels with the package, nothing, or RDF files "
            "(.ttl .nt .jsonld .rdf .trig .nq, also .gz)",
            many=True,
        ),
    )
    cors: tuple[str, ...] = field(
        default=("*",),
        metadata=_told(
            _cors,
            "ORIGINS",
            "*",
            "web pages of which origins may read the answers: *, none, or a list with commas",
        ),
    )


def _flag(setting: Field[Any]) -> str:
    return "--" + setting.name.replace("_", "-")


def _variable(setting: Field[Any]) -> str:
    return "DIALOGRAPH_" + setting.name.upper()


def add_flags(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` one flag for each setting, with its default and variable in the help."""
    for setting in fields(Settings):
        told = setting.metadata
        parser.add_argument(
            _flag(setting),
            dest=setting.name,
            metavar=told["metavar"],
            nargs="+" if told["many"] else None,
            help=f"{told['help']} (default: {told['default']}; variable: {_variable(setting)})",
        )


def read_settings(flags: argparse.Namespace, environment: Mapping[str, str]) -> Settings:
    """Settle every setting: the flag, else the variable, else the default.

    Args:
        flags: what :func:`add_flags` parsed; a flag not given is None.
        environment: the variables of the process; an empty variable counts as not set, and
            several files in ``DIALOGRAPH_LOAD`` stand as in ``PATH``.

    Raises:
        UsageError: a value is no good; the message names the flag or variable and says what is.
    """
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        given, name = getattr(flags, setting.name, None), _flag(setting)
        if given is None:
            given, name = environment.get(_variable(setting)) or None, _variable(setting)
            if given is not None and setting.metadata["many"]:
                given = given.split(os.pathsep)
        if given is None:
            continue
        try:
            values[setting.name] = setting.metadata["parse"](given)
        except ValueError as error:
            shown = " ".join(given) if isinstance(given, list) else given
            raise UsageError(f"{name} cannot be {shown!r}: {error}.") from error
    return Settings(**values)
