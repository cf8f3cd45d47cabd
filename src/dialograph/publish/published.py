"""What is published, as every catalogue sees it: the whole dataset and each graph, and their files.

VoID, the DCAT-AP catalogue and the download page are made from this, so that they cannot disagree.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef

from dialograph.engine.writing import prefixes_of, to_term, write
from dialograph.formats import Format
from dialograph.publish.description import WHOLE, DatasetDescription, GraphDescription
from dialograph.publish.dumps import Dump, DumpName, dump_names
from dialograph.vocab import DCTERMS, FOAF, RDF, SPDX, VOID, XSD

LANGUAGES = ("en", "fr")
"""The languages in which the catalogues speak of themselves."""

_NAMED_MAX = 20
_NAMED = {"en": "All graphs together: {titles}.", "fr": "Tous les graphes ensemble : {titles}."}
_COUNTED = {
    "en": "All graphs together; their number: {n}.",
    "fr": "Tous les graphes ensemble ; leur nombre : {n}.",
}
_JOINTS = {"en": "; ", "fr": " ; "}

_DATES = (
    (re.compile(r"\d{4}-\d\d-\d\dT.+"), XSD.dateTime),
    (re.compile(r"\d{4}-\d\d-\d\d"), XSD.date),
    (re.compile(r"\d{4}-\d\d"), XSD.gYearMonth),
    (re.compile(r"\d{4}"), XSD.gYear),
)


@dataclass(frozen=True)
class Published:
    """The whole dataset, or one graph of it.

    Args:
        iri: what it is called: a graph by its name.
        name: how file names call it.
        statements: how many triples stand in it.
        titles: its title by language tag; its IRI where it states none.
        descriptions: what it holds, by language tag; how large it is where it states none.
        licences: the IRIs or names of its licences.
        version: its version, as it states it.
        modified: when it last changed, as it states it.
        publisher: who publishes it, by name or IRI, as it states it.
        files: its files.
        made: those of them that have been made, by name: their size and checksum are known.
    """

    iri: URIRef
    name: str
    statements: int
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    licences: tuple[str, ...]
    version: str | None
    modified: str | None
    publisher: str | None
    files: tuple[DumpName, ...]
    made: Mapping[str, Dump]


def published(
    dataset: DatasetDescription, dumps: Iterable[Dump] = ()
) -> tuple[Published, tuple[Published, ...]]:
    """The whole dataset, and its graphs.

    Args:
        dataset: what is served.
        dumps: the files that have been made so far.
    """
    made = {str(dump.name): dump for dump in dumps}
    names = tuple(dump_names(dataset).values())
    publishers = {each.publisher for each in dataset.graphs if each.publisher}
    whole = Published(
        iri=URIRef(f"{dataset.base_iri}catalog#{WHOLE}"),
        name=WHOLE,
        statements=dataset.statements,
        titles={"en": "dialograph: all graphs", "fr": "dialograph : tous les graphes"},
        descriptions={language: _summary(dataset, language) for language in LANGUAGES},
        licences=dataset.licences,
        version=dataset.version,
        modified=dataset.modified,
        publisher=publishers.pop() if len(publishers) == 1 else None,
        files=tuple(name for name in names if name.graph is None),
        made=made,
    )
    graphs = (_graph(each, names, made) for each in dataset.graphs)
    return whole, tuple(graphs)


def _graph(
    graph: GraphDescription, names: tuple[DumpName, ...], made: Mapping[str, Dump]
) -> Published:
    many = f"{graph.statements:,}"
    size = {
        "en": f"A named graph of {many} statements.",
        "fr": f"Un graphe nommé de {many.replace(',', ' ')} énoncés.",
    }
    return Published(
        iri=URIRef(graph.iri),
        name=graph.name,
        statements=graph.statements,
        titles=graph.titles or {"": graph.iri},
        descriptions=graph.descriptions or size,
        licences=(graph.licence,) if graph.licence else (),
        version=graph.version,
        modified=graph.modified,
        publisher=graph.publisher,
        files=tuple(name for name in names if name.graph == graph),
        made=made,
    )


def _summary(dataset: DatasetDescription, language: str) -> str:
    titles = [
        each.titles.get(language) or next(iter(each.titles.values()), each.iri)
        for each in dataset.graphs
    ]
    if not 0 < len(titles) <= _NAMED_MAX:
        return _COUNTED[language].format(n=len(titles))
    return _NAMED[language].format(titles=_JOINTS[language].join(titles))


def add_texts(graph: Graph, subject: URIRef, predicate: URIRef, texts: Mapping[str, str]) -> None:
    """Add a text in each of its languages.

    Args:
        graph: what to add to.
        subject: what the text is about.
        predicate: how.
        texts: by language tag; without a tag under the empty string.
    """
    for language, text in texts.items():
        graph.add((subject, predicate, Literal(text, lang=language or None)))


def date_of(stated: str | None) -> Literal | None:
    """A stated date with the type that fits it; None when it is no date.

    Args:
        stated: as a graph states it: a year, a month, a day or a moment.
    """
    fitting = (kind for pattern, kind in _DATES if pattern.fullmatch(stated or ""))
    kind = next(fitting, None)
    if kind is None:
        return None
    literal = Literal(stated, datatype=kind, normalize=False)
    return None if literal.ill_typed else literal


def add_licence(graph: Graph, base_iri: str, stated: str) -> URIRef:
    """Add a licence.

    Args:
        graph: what to add to.
        base_iri: where the dataset lives on the web.
        stated: its IRI or its name.

    Returns:
        Its IRI; for a name one of ours, the same each time.
    """
    node = _node(base_iri, "licence", stated)
    graph.add((node, RDF.type, DCTERMS.LicenseDocument))
    if not _is_iri(stated):
        graph.add((node, DCTERMS.title, Literal(stated)))
    return node


def add_publisher(graph: Graph, base_iri: str, stated: str) -> URIRef:
    """Add a publisher; see :func:`add_licence`."""
    node = _node(base_iri, "publisher", stated)
    graph.add((node, RDF.type, FOAF.Agent))
    if not _is_iri(stated):
        graph.add((node, FOAF.name, Literal(stated)))
    return node


def _node(base_iri: str, what: str, stated: str) -> URIRef:
    if _is_iri(stated):
        return URIRef(stated)
    return URIRef(f"{base_iri}catalog#{what}-{sha256(stated.encode()).hexdigest()[:12]}")


def _is_iri(stated: str) -> bool:
    return stated.startswith(("http://", "https://"))


def write_graph(graph: Graph, wanted: Format) -> bytes:
    """A graph in a format of graphs; the same statements give the same bytes.

    Args:
        graph: without blank nodes.
        wanted: the format.
    """
    triples = sorted(
        (ox.Triple(*(to_term(term) for term in each)) for each in graph),  # type: ignore[arg-type]
        key=str,
    )
    output = io.BytesIO()
    write(triples, wanted, output, {**prefixes_of(triples), "spdx": str(SPDX), "void": str(VOID)})
    return output.getvalue()
