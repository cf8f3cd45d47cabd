"""How the values in ``sources.toml`` are read: each check gives the value, or says what is good."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urldefrag

from dialograph import formats, iris, values
from dialograph.engine.reaching import endpoint
from dialograph.graph.sources import shipped_root
from dialograph.integrate.harvest.paging import paged
from dialograph.integrate.harvest.sources import Rules
from dialograph.vocab import PREFIXES

T = TypeVar("T", bound=str)
HTML = "html"
"""The form of a page that holds JSON-LD in script elements."""
NONE = "none"
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9._-]*[a-z0-9])?)(:[0-9]{1,5})?")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_MAPPING = re.compile(r"[a-z0-9-]+")
_BYTES_MAX, _SECONDS_MAX = 10**9, 86_400


class BadValueError(ValueError):
    """A value that is no good.

    Args:
        english: why, and what would be good, and
        french: the same in French.
    """

    def __init__(self, english: str, french: str) -> None:
        super().__init__(english)
        self.french = french


def text(value: Any) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise BadValueError("give a text in quotation marks", "donnez un texte entre guillemets")
    return value


def texts(value: Any) -> tuple[str, ...]:
    """A text, or a list of them that is not empty."""
    found = value if isinstance(value, list) else [value]
    if not found:
        raise BadValueError("the list is empty", "la liste est vide")
    return tuple(map(text, found))


def table(value: Any) -> Mapping[str, Any]:
    """A table of keys and values."""
    if not isinstance(value, dict):
        raise BadValueError("give a table, in […]", "donnez une table, entre […]")
    return value


def yes(value: Any) -> bool:
    """``true`` or ``false``."""
    if not isinstance(value, bool):
        raise BadValueError("give true or false", "donnez true ou false")
    return value


def one_of(*names: T) -> Callable[[Any], T]:
    """A check for one of some words."""
    listed = ", ".join(names)

    def check(value: Any) -> T:
        for name in names:
            if value == name:
                return name
        raise BadValueError(f"give one of {listed}", f"donnez l’un de {listed}")

    return check


def number(least: int, most: int) -> Callable[[Any], int]:
    """A check for a whole number from ``least`` to ``most``."""

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise BadValueError(
                f"give a whole number from {least} to {most}",
                f"donnez un nombre entier de {least} à {most}",
            )
        return value

    return check


def seconds(value: Any) -> float:
    """A length of time."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 < value <= _SECONDS_MAX
    ):
        raise BadValueError(
            f"give seconds, above 0 and up to {_SECONDS_MAX}",
            f"donnez des secondes, plus de 0 et au plus {_SECONDS_MAX}",
        )
    return float(value)


def size(value: Any) -> int:
    """A number of bytes, as the settings write it."""
    try:
        found = values.octets(str(value))
    except ValueError:
        found = 0
    if isinstance(value, bool) or not 0 < found <= _BYTES_MAX:
        raise BadValueError(
            'give a size of up to 1GB, such as "64MB"',
            'donnez une taille d’au plus 1GB, comme "64MB"',
        )
    return found


def iri(value: Any) -> str:
    """An absolute IRI, or one with a prefix of ours such as ``dg:Meeting``."""
    given = text(value)
    prefix, _, rest = given.partition(":")
    if prefix in PREFIXES and not rest.startswith("//"):
        given = PREFIXES[prefix] + rest
    if not _IRI.fullmatch(given):
        raise BadValueError(
            f"{given!r:.100} is no absolute IRI", f"{given!r:.100} n’est pas un IRI absolu"
        )
    return given


def iri_list(value: Any) -> tuple[str, ...]:
    """IRIs, as :func:`iri` reads them."""
    return tuple(map(iri, texts(value)))


def web(value: Any) -> str:
    """An address on the web, without a fragment."""
    given = urldefrag(text(value)).url
    if endpoint(given) is None:
        raise BadValueError(
            f"{given!r:.100} is no address that can be asked; give http:// or https://, a host and "
            "a path",
            f"{given!r:.100} n’est pas une adresse que l’on peut interroger ; donnez http:// ou "
            "https://, un hôte et un chemin",
        )
    return given


def hosts(value: Any) -> frozenset[str]:
    """Names of hosts, each with its port where that is not the usual one."""
    if value == []:
        return frozenset()
    found = frozenset(each.lower() for each in texts(value))
    for each in found:
        if not _HOST.fullmatch(each):
            raise BadValueError(
                f"{each!r:.100} is no host; give a name, or a name and a port, such as "
                "data.example.org or localhost:8001",
                f"{each!r:.100} n’est pas un hôte ; donnez un nom, ou un nom et un port, comme "
                "data.example.org ou localhost:8001",
            )
    return found


def form(value: Any) -> str:
    """The name of a syntax."""
    found = formats.named(text(value), (*formats.GRAPH_FORMATS, formats.HTML))
    if found is None:
        known = ", ".join(each.name for each in (*formats.GRAPH_FORMATS, formats.HTML))
        raise BadValueError(f"give one of {known}", f"donnez l’un de {known}")
    return found.name


def graph(base_iri: str) -> Callable[[Any], str]:
    """A check for the name of a graph: an absolute IRI, or ``graphs/NAME``."""

    def check(value: Any) -> str:
        given = text(value)
        found = given if ":" in given else base_iri + given
        if not _IRI.fullmatch(found):
            raise BadValueError(
                "give graphs/NAME, or an absolute IRI", "donnez graphs/NOM, ou un IRI absolu"
            )
        if found == str(iris.graph("history", base_iri)):
            raise BadValueError(
                "the history is written by the server alone", "seul le serveur écrit l’historique"
            )
        return found

    return check


def terms(value: Any) -> Mapping[str, str]:
    """Variables of mappings with their values: IRIs, or texts."""
    found = table(value)
    for name, each in found.items():
        if not _VARIABLE.fullmatch(name) or not isinstance(each, str):
            raise BadValueError(
                "give names of variables with texts or IRIs in quotation marks",
                "donnez des noms de variables, avec des textes ou des IRI entre guillemets",
            )
    return found


def file(folder: Path) -> Callable[[Any], str]:
    """A check for a file, relative to a folder, that gives what it holds."""

    def check(value: Any) -> str:
        try:
            return (folder / text(value)).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            told = getattr(error, "strerror", None) or "not UTF-8"
            raise BadValueError(
                f"{value} cannot be read: {told}", f"impossible de lire {value} : {told}"
            ) from error

    return check


def query(folder: Path) -> Callable[[Any], str]:
    """A check for a file that holds a CONSTRUCT to be asked page by page."""

    def check(value: Any) -> str:
        found = file(folder)(value)
        try:
            paged(found)
        except ValueError as error:
            raise BadValueError(
                f"{value} has {error}; give a CONSTRUCT whose pattern binds ?key and stands last",
                f"{value} ne convient pas ; donnez un CONSTRUCT dont le motif lie ?key et termine "
                "la requête",
            ) from error
        return found

    return check


def mappings(folder: Path) -> Callable[[Any], tuple[Rules, ...]]:
    """A check for mappings: names of those that are shipped, files, or ``none``."""

    def check(value: Any) -> tuple[Rules, ...]:
        if value == NONE:
            return ()
        return tuple(_mapping(folder, each) for each in texts(value))

    return check


def _mapping(folder: Path, name: str) -> Rules:
    if not _MAPPING.fullmatch(name):
        return Rules(Path(name).stem, file(folder)(name))
    shipped = shipped_root() / "queries" / "mappings"
    known = sorted(each.stem for each in shipped.glob("*.rq"))
    if name not in known:
        listed = ", ".join([NONE, *known])
        raise BadValueError(
            f"no mapping {name} is shipped; give one of {listed}, or a file such as mine.rq",
            f"aucune correspondance {name} n’est livrée ; donnez {listed}, ou un fichier comme "
            "mine.rq",
        )
    return Rules(name, (shipped / f"{name}.rq").read_text("utf-8"))
