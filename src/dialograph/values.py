"""How the values of settings are read: each check gives the value, or says what would be good."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from ipaddress import ip_network
from typing import Literal

DefaultGraph = Literal["union", "own"]

_PORTS = range(65536)
_SIZE_MIN = 10**6
_PREFIX = re.compile(r"https?://[^\s<>\"{}|\\^`/?#@]+/[^\s<>\"{}|\\^`]*")
_UNSURE = re.compile(r"#|/\.\.?(/|$)|%2e|%2f|%5c", re.IGNORECASE)
SHIPPED = "shipped"
NONE = "none"
COMMAND_LINE = "command line"
"""What the history calls who makes a change there and gives no name."""


def port(text: str) -> int:
    """A port to listen on.

    Raises:
        ValueError: it is none; says what would be one.
    """
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) not in _PORTS:
        raise ValueError("a port is a whole number from 0 to 65535 (0: any free one)")
    return int(text)


def base_iri(text: str) -> str:
    """An IRI that others are resolved against.

    Raises:
        ValueError: it is none; says what would be one.
    """
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`?#]+/", text):
        raise ValueError("a base IRI starts with http:// or https:// and ends with /")
    return text


def default_graph(text: str) -> DefaultGraph:
    """What a query sees outside of ``GRAPH``.

    Raises:
        ValueError: it is none; says what would be one.
    """
    if text == "union":
        return "union"
    if text == "own":
        return "own"
    raise ValueError("the default graph is union or own")


def host(text: str) -> str:
    """A name or an address of this machine.

    Raises:
        ValueError: it is none; says what would be one.
    """
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        raise ValueError("a host is a name or an address, such as 127.0.0.1 or 0.0.0.0")
    return text


def seconds(text: str) -> float:
    """A length of time.

    Raises:
        ValueError: it is none; says what would be one.
    """
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", text) or float(text) <= 0:
        raise ValueError("give seconds above zero, such as 30 or 0.5")
    return float(text)


def budget(text: str) -> float:
    """A length of time; ``none`` is 0, for no limit.

    Raises:
        ValueError: it is none; says what would be one.
    """
    return 0.0 if text == NONE else seconds(text)


def workers(text: str) -> int:
    """A number of processes.

    Raises:
        ValueError: it is none; says what would be one.
    """
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) == 0:
        raise ValueError("give a whole number from 1 to 999")
    return int(text)


def octets(text: str) -> int:
    """A number of bytes, with its unit.

    Raises:
        ValueError: it is none; says what would be one.
    """
    match = re.fullmatch(r"([0-9]{1,15})(|k|M|G)B?", text)
    if match is None:
        raise ValueError("give bytes, or kB, MB or GB, such as 512MB")
    return int(match[1]) * {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}[match[2]]


def size(text: str) -> int:
    """A number of bytes that something fits in.

    Raises:
        ValueError: it is none; says what would be one.
    """
    if octets(text) < _SIZE_MIN:
        raise ValueError("give 1 MB or more")
    return octets(text)


def prefixes(text: str) -> tuple[str, ...]:
    """How addresses begin; the host is always whole.

    Raises:
        ValueError: it is none; says what would be one.
    """
    prefixes = () if text == NONE else tuple(each for each in re.split(r"[\s,]+", text) if each)
    if not all(_PREFIX.fullmatch(each) and not _UNSURE.search(each) for each in prefixes):
        raise ValueError(
            "give none, or beginnings of addresses with commas between, each with a host and a "
            "slash after it, such as https://example.org/sparql"
        )
    return prefixes


def yes(text: str) -> bool:
    """A yes or no.

    Raises:
        ValueError: it is none; says what would be one.
    """
    if text not in {"yes", "no"}:
        raise ValueError("give yes or no")
    return text == "yes"


def networks(text: str) -> tuple[str, ...]:
    """Addresses, or networks.

    Raises:
        ValueError: it is none; says what would be one.
    """
    networks = () if text == NONE else tuple(each for each in re.split(r"[\s,]+", text) if each)
    for each in networks:
        try:
            ip_network(each)
        except ValueError as error:
            raise ValueError(
                "give none, or addresses or networks with commas between, such as "
                "127.0.0.1,10.0.0.0/8"
            ) from error
    return networks


def number_or_all(text: str) -> int:
    """A number above 0; 0 stands for ``all``."""
    if text == "all":
        return 0
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("it is a number above 0, or all")
    return int(text)


def number_or_never(text: str) -> int:
    """A number above 0; 0 stands for ``never``."""
    if text == "never":
        return 0
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("it is a number above 0, or never")
    return int(text)


def days(text: str) -> float:
    """A number of days above 0; 0 stands for ``any``."""
    if text == "any":
        return 0.0
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < 10**6:
        raise ValueError("it is a number of days above 0, or any")
    return number


def sources(items: Sequence[str]) -> tuple[str, ...]:
    """What to load.

    Raises:
        ValueError: it is none; says what would be one.
    """
    if len(items) > 1 and {SHIPPED, NONE} & set(items):
        raise ValueError("shipped and none stand alone, without a file beside them")
    return tuple(items)


def origins(text: str) -> tuple[str, ...]:
    """Origins of web pages.

    Raises:
        ValueError: it is none; says what would be one.
    """
    if text in {"*", NONE}:
        return () if text == NONE else ("*",)
    origins = tuple(origin for origin in re.split(r"[\s,]+", text) if origin)
    if not all(re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+", origin) for origin in origins):
        raise ValueError("give *, none, or origins such as https://example.org with commas between")
    return origins
