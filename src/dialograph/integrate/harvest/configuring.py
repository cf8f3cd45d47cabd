"""``sources.toml`` read: each key known, each value checked, each fault told in one line."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from dialograph import iris
from dialograph.engine.reaching import endpoint
from dialograph.errors import UsageError
from dialograph.integrate.harvest import checks
from dialograph.integrate.harvest.checks import BadValueError
from dialograph.integrate.harvest.sources import (
    KINDS,
    SECONDS,
    Hosts,
    Limits,
    Source,
    Trust,
    Words,
)

T = TypeVar("T")
_ONLY = {
    "graphs": ("dialograph", "sparql"),
    "dataset": ("description",),
    "query": ("sparql",),
    "probe": ("sparql",),
    "page": ("sparql",),
    "files": ("file",),
    "format": ("rdf", "description", "ldes", "file"),
}
"""Keys that mean something for some kinds only."""


def read_sources(path: Path, base_iri: str) -> tuple[Source, ...]:
    """Read a file that says where graphs come from.

    Args:
        path: the file; paths in it are relative to its folder.
        base_iri: what ``graphs/NAME`` is relative to.

    Returns:
        The sources, in the order of the file.

    Raises:
        UsageError: it cannot be read, or something in it is no good: which key of which source,
            and what would be.
    """
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            f"{path.name} is not valid TOML: {error}.",
            french=f"{path.name} n’est pas du TOML valable : {error}.",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not UTF-8"
        raise UsageError(
            f"{path} cannot be read: {why}.",
            "Give the file of sources with --sources.",
            french=f"Impossible de lire {path} : {why}. Indiquez le fichier des sources par "
            "--sources.",
        ) from error
    table = _Table(path.name, told)
    nothing: Mapping[str, Any] = {}
    named = table.take("source", checks.table, nothing)
    table.close()
    if not named:
        raise table.fault("source", "no source is named", "aucune source n’est nommée")
    found = tuple(_source(path, name, each, base_iri) for name, each in named.items())
    taken: dict[str, str] = {}
    for each in found:
        other = taken.setdefault(each.graph, each.name)
        if other != each.name:
            raise _Table(path.name, {}, each.name).fault(
                "graph",
                f"the source {other} fills the same graph",
                f"la source {other} remplit le même graphe",
            )
    return found


class _Table:
    """One table of the file, from which keys are taken until none is left.

    Args:
        file: the name of the file.
        told: what stands there.
        source: the name of the source; empty for the file itself.
        above: the name of the table within the source.
    """

    def __init__(
        self, file: str, told: Mapping[str, Any], source: str = "", above: str = ""
    ) -> None:
        self._file, self._source, self._above = file, source, above
        self._left = dict(told)
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def take(self, key: str, check: Callable[[Any], T], default: T) -> T:
        """The value of a key, checked; the default where it is not there."""
        return self.need(key, check) if key in self._left else self._passed(key, default)

    def need(self, key: str, check: Callable[[Any], T]) -> T:
        """The value of a key that has to be there, checked."""
        self._known.append(key)
        if key not in self._left:
            raise self.fault(key, "it is missing", "elle manque")
        try:
            return check(self._left.pop(key))
        except BadValueError as error:
            raise self.fault(key, str(error), error.french) from error

    def inner(self, key: str) -> _Table | None:
        """A table within."""
        if key not in self._left:
            return self._passed(key, None)
        return _Table(self._file, self.need(key, checks.table), self._source, key)

    def close(self) -> None:
        """See that nothing is left."""
        for key in self._left:
            near = get_close_matches(key, self._known, 1)
            raise self.fault(
                key,
                "this key is not known" + (f"; do you mean {near[0]}?" if near else ""),
                "cette clé n’est pas connue" + (f" ; est-ce {near[0]} ?" if near else ""),
            )

    def fault(self, key: str, english: str, french: str) -> UsageError:
        """What is wrong with a key."""
        key = f"{self._above}.{key}" if self._above else key
        where = f"{self._file}, source {self._source}" if self._source else self._file
        return UsageError(f"{where}, {key}: {english}.", french=f"{where}, {key} : {french}.")

    def _passed(self, key: str, default: T) -> T:
        self._known.append(key)
        return default


def _source(path: Path, name: str, told: Any, base_iri: str) -> Source:
    if not isinstance(told, dict) or not iris.is_slug(name):
        raise _Table(path.name, {}).fault(
            f"source.{name}",
            "a source is a table [source.NAME], its name in small letters, digits and hyphens",
            "une source est une table [source.NOM], au nom en minuscules, chiffres et tirets",
        )
    table, folder = _Table(path.name, told, name), path.parent
    kind = table.need("kind", checks.one_of(*KINDS))
    for key, kinds in _ONLY.items():
        if key in table and kind not in kinds:
            raise table.fault(
                key,
                f"it means nothing for the kind {kind}",
                f"elle ne veut rien dire pour le genre {kind}",
            )
    is_file = kind == "file"
    source = Source(
        name=name,
        kind=kind,
        graph=table.need("graph", checks.graph(base_iri)),
        address=table.take("address", checks.web, "")
        if is_file
        else table.need("address", checks.web),
        files=tuple(folder / each for each in table.need("files", checks.texts)) if is_file else (),
        form=table.take("format", checks.form, ""),
        graphs=table.need("graphs", checks.iri_list)
        if kind == "dialograph"
        else table.take("graphs", checks.iri_list, ()),
        dataset=table.take("dataset", checks.iri, ""),
        query=table.need("query", checks.query(folder)) if kind == "sparql" else "",
        probe=table.take("probe", checks.file(folder), ""),
        page=table.take("page", checks.number(1, 10_000), Source.page),
        mappings=table.take("mapping", checks.mappings(folder), ()),
        values=table.take("values", checks.terms, {}),
        resolves=table.take("resolve", checks.yes, default=True),
        schedule=table.take("schedule", checks.one_of("", *SECONDS), ""),
        hosts=Hosts(
            table.take("hosts", checks.hosts, frozenset()),
            table.take("private_hosts", checks.hosts, frozenset()),
        ),
        limits=_limits(table.inner("limits")),
        trust=_trust(table.inner("trust")),
        words=_words(table.inner("describe")),
    )
    table.close()
    to = endpoint(source.address)
    if not is_file and to is not None and not source.hosts.allow(to):
        raise table.fault(
            "hosts",
            f"the host of {source.address} is not among them; add it if it may be asked",
            f"l’hôte de {source.address} n’y est pas ; ajoutez-le si on peut l’interroger",
        )
    if source.words is not None and not source.address:
        raise table.fault(
            "address",
            "it is missing: a graph that is described names its source on the web",
            "elle manque : un graphe décrit nomme sa source sur le web",
        )
    return replace(source, fingerprint=_fingerprint(told, source))


def _fingerprint(told: Mapping[str, Any], source: Source) -> str:
    """Stands for what decides what is fetched and what becomes of it."""
    texts = [source.query, source.probe, source.graph, *(each.text for each in source.mappings)]
    return hashlib.sha256(json.dumps([told, texts], sort_keys=True).encode()).hexdigest()


def _limits(table: _Table | None) -> Limits:
    if table is None:
        return Limits()
    limits = Limits(
        bytes=table.take("bytes", checks.size, Limits.bytes),
        triples=table.take("triples", checks.number(1, 10_000_000), Limits.triples),
        seconds=table.take("seconds", checks.seconds, Limits.seconds),
        depth=table.take("depth", checks.number(2, 20), Limits.depth),
        tries=table.take("tries", checks.number(1, 20), Limits.tries),
        pause=table.take("pause", checks.seconds, Limits.pause),
    )
    table.close()
    return limits


def _trust(table: _Table | None) -> Trust:
    if table is None:
        return Trust()
    trust = Trust(
        proposes=table.take("mode", checks.one_of("accept", "propose"), "accept") == "propose",
        classes=table.take("classes", checks.iri_list, ()),
        subjects=table.take("subjects", checks.iri_list, ()),
        others=table.take("others", checks.yes, default=False),
    )
    table.close()
    return trust


def _words(table: _Table | None) -> Words | None:
    if table is None:
        return None
    words = Words(
        titles={tag: table.need(f"title_{tag}", checks.text) for tag in ("en", "fr")},
        descriptions={tag: table.need(f"description_{tag}", checks.text) for tag in ("en", "fr")},
        license=table.need("license", checks.web),
        maintainer=table.need("maintainer", checks.text),
    )
    table.close()
    return words
