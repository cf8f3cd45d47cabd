"""What whoever runs ``dialograph serve`` decides: each setting, its flag, its variable, its check.

A setting is a field of :class:`Settings`; its flag is ``--name-with-hyphens``, its environment
variable ``DIALOGRAPH_NAME``. A flag wins over the variable, the variable over the default. Limits
that nobody needs to turn stand in ``limits``.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

from dialograph import values
from dialograph.errors import UsageError
from dialograph.values import NONE, SHIPPED, DefaultGraph
from dialograph.vocab import BASE


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
            values.host,
            "HOST",
            "127.0.0.1",
            "address to listen on; 0.0.0.0 for every interface",
        ),
    )
    port: int = field(
        default=8000,
        metadata=_told(
            values.port, "PORT", "8000", "port to listen on; 0 takes a free one and says which"
        ),
    )
    base_iri: str = field(
        default=BASE,
        metadata=_told(
            values.base_iri,
            "IRI",
            BASE,
            "where the dataset lives on the web; names graphs and problems, resolves relative "
            "IRIs in queries",
        ),
    )
    default_graph: DefaultGraph = field(
        default="union",
        metadata=_told(
            values.default_graph,
            "union|own",
            "union",
            "what a query without GRAPH sees: the merge of all graphs (a triple counts once), "
            "or only the statements that stand in no named graph",
        ),
    )
    load: tuple[str, ...] = field(
        default=(SHIPPED,),
        metadata=_told(
            values.sources,
            "shipped|none|FILE…",
            SHIPPED,
            "what to serve: the graph that travels with the package, nothing, or RDF files "
            "(.ttl .nt .jsonld .rdf .trig .nq, also .gz)",
            many=True,
        ),
    )
    shapes: str = field(
        default=SHIPPED,
        metadata=_told(
            str,
            "shipped|none|PATH",
            SHIPPED,
            "what changes are judged by: the shapes that travel with the package, nothing, or a "
            "file or folder of shapes",
        ),
    )
    tokens_file: str | None = field(
        default=None,
        metadata=_told(
            str,
            "FILE",
            "none",
            "who may write what: hashed tokens, made with `dialograph token new`; without it "
            "nothing can be written",
        ),
    )
    update_max: int = field(
        default=64 * 10**6,
        metadata=_told(
            values.size, "BYTES", "64MB", "how long the body of a change may be, once unfolded"
        ),
    )
    data_dir: str | None = field(
        default=None,
        metadata=_told(
            str,
            "FOLDER",
            "none",
            "where every version of the graph is kept, and files for long answers; without it "
            "nothing can be written",
        ),
    )
    query_timeout: float = field(
        default=30.0,
        metadata=_told(
            values.seconds,
            "SECONDS",
            "30",
            "how long a query may take; a request may ask for less with timeout=",
        ),
    )
    query_memory: int = field(
        default=512 * 10**6,
        metadata=_told(
            values.size,
            "BYTES",
            "512MB",
            "how much memory a query may take beyond the graph itself",
        ),
    )
    query_budget: float = field(
        default=240.0,
        metadata=_told(
            values.budget,
            "SECONDS|none",
            "240",
            "query-seconds that one client may use in a minute; short queries do not count",
        ),
    )
    workers: int = field(
        default=0,
        metadata=_told(
            values.workers,
            "N",
            "the number of processors",
            "processes that answer short queries; twice as many may work on long ones",
        ),
    )
    result_max: int = field(
        default=2 * 10**9,
        metadata=_told(
            values.size, "BYTES", "2GB", "how long an answer may be, before compression"
        ),
    )
    cache_bytes: int = field(
        default=24 * 10**6,
        metadata=_told(
            values.octets, "BYTES", "24MB", "memory for answers that are asked for again"
        ),
    )
    service_allow: tuple[str, ...] = field(
        default=(),
        metadata=_told(
            values.prefixes,
            "PREFIXES|none",
            NONE,
            "addresses that SERVICE may name in a query, by how they begin",
        ),
    )
    service_private: bool = field(
        default=False,
        metadata=_told(
            values.yes,
            "yes|no",
            "no",
            "whether those addresses may lie on this machine or on a private network",
        ),
    )
    trusted_proxies: tuple[str, ...] = field(
        default=(),
        metadata=_told(
            values.networks,
            "NETWORKS|none",
            NONE,
            "proxies whose X-Forwarded-For and X-Forwarded-Proto are believed",
        ),
    )
    cors: tuple[str, ...] = field(
        default=("*",),
        metadata=_told(
            values.origins,
            "ORIGINS",
            "*",
            "web pages of which origins may read the answers: *, none, or a list with commas",
        ),
    )

    disk_copy_from: int = field(
        default=200_000,
        metadata=_told(
            values.number_or_never,
            "N|never",
            "200000",
            "from how many statements on the data directory holds a copy that answers while the "
            "graph is being loaded; it takes some 500 bytes of disk a statement",
        ),
    )
    versions_kept: int = field(
        default=0,
        metadata=_told(
            values.number_or_all,
            "N|all",
            "all",
            "how many versions are kept, the current one included",
        ),
    )
    versions_days: float = field(
        default=0.0,
        metadata=_told(
            values.days,
            "DAYS|any",
            "any",
            "versions of up to this age are kept in any case, however many they are",
        ),
    )

    @property
    def history(self) -> str | None:
        """Where the dataset lives, if it holds its own history; None for a bare SPARQL server."""
        return self.base_iri if self.default_graph == "union" else None


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
