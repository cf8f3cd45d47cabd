"""What the dataset is: one description, from which every page and catalogue is made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dialograph import formats, iris
from dialograph.engine.interface import Engine
from dialograph.vocab import DCAT, DCTERMS, DG, ORG, OWL, RDFS, SCHEMA

WHOLE = "dialograph"
"""The name of everything together, in file names."""

FIGURES = {
    "activities": DG.Activity,
    "meetings": DG.Meeting,
    "documents": DG.Document,
    "alignments": DG.Alignment,
    "quotes": DG.Evidence,
}
"""The classes whose members are counted, by the name of the figure."""


@dataclass(frozen=True)
class GraphDescription:
    """One named graph, in its own words where it has any.

    Args:
        name: how file names and pages call it; unique in the dataset, safe in a path.
        iri: its name.
        statements: how many triples stand in it.
        titles: its title by language tag; without a tag under the empty string.
        descriptions: what it holds, by language tag.
        licence: the IRI or the name of its licence; None when it states none.
        version: its version, as it states it.
        modified: when it last changed: an ISO date, as it states it.
        publisher: who publishes or maintains it, by name or IRI, as it states it.
    """

    name: str
    iri: str
    statements: int
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    licence: str | None
    version: str | None
    modified: str | None
    publisher: str | None


@dataclass(frozen=True)
class Figures:
    """How many there are of each kind, subclasses included.

    Partners are those that take part in an activity or sit in a dialogue: a country that only
    serves as a place is none.
    """

    activities: int
    meetings: int
    documents: int
    partners: int
    alignments: int
    quotes: int


@dataclass(frozen=True)
class DatasetDescription:
    """The dataset as it is served.

    Args:
        base_iri: where it lives on the web.
        revision: the engine's version: changes with any statement.
        statements: the size of the merge of all graphs.
        default_statements: the size of the default graph that a query sees.
        graphs: the named graphs, by name.
        figures: how many activities, documents and so on.
    """

    base_iri: str
    revision: str
    statements: int
    default_statements: int
    graphs: tuple[GraphDescription, ...]
    figures: Figures

    @property
    def version(self) -> str | None:
        """The latest version that a graph states."""
        return max((each.version for each in self.graphs if each.version), default=None, key=_order)

    @property
    def modified(self) -> str | None:
        """The latest date at which a graph changed."""
        return max((each.modified for each in self.graphs if each.modified), default=None)

    @property
    def licences(self) -> tuple[str, ...]:
        """The licences of the graphs, each once."""
        return tuple(sorted({each.licence for each in self.graphs if each.licence}))


def describe(engine: Engine, base_iri: str) -> DatasetDescription:
    """Describe what an engine serves.

    Args:
        engine: the dataset, whatever it holds: nothing, or graphs that say nothing of themselves.
        base_iri: where the dataset lives on the web.

    Raises:
        EvaluationError: the engine cannot answer.
    """
    sizes = {each.iri: each.statements for each in engine.graphs()}
    default = sizes.pop(None, 0)
    figures = {
        str(row["kind"]): int(row["n"]) for row in _rows(engine, _counts(union=engine.union))
    }
    # The merge has been counted where it is the default graph; else that takes a while.
    whole = default if engine.union else int(next(_rows(engine, _SIZE))["n"])
    (partners,) = _rows(engine, _partners(union=engine.union))
    return DatasetDescription(
        base_iri=base_iri,
        revision=engine.version,
        statements=whole,
        default_statements=default,
        graphs=_graphs(engine, base_iri, {iri: n for iri, n in sizes.items() if iri}),
        figures=Figures(
            partners=int(partners["n"]),
            **{name: figures.get(str(kind), 0) for name, kind in FIGURES.items()},
        ),
    )


def described(engine: Engine, _file: int, base_iri: str) -> DatasetDescription:
    """The same, as work for a query process; see :func:`~dialograph.engine.errands.run`."""
    return describe(engine, base_iri)


def _everywhere(pattern: str, graph: str, *, union: bool = False) -> str:
    """A pattern matched in any one graph: the default graph need not be the merge of all."""
    return (
        f"{pattern} ." if union else f"{{ {pattern} }} UNION {{ GRAPH ?{graph} {{ {pattern} }} }}"
    )


_SIZE = f"""
SELECT (COUNT(*) AS ?n) WHERE {{
  {{ SELECT DISTINCT ?s ?p ?o WHERE {{ {_everywhere("?s ?p ?o", "g")} }} }}
}}"""


def _counts(*, union: bool) -> str:
    return f"""
SELECT ?kind (COUNT(DISTINCT ?s) AS ?n) WHERE {{
  VALUES ?kind {{ {" ".join(f"<{kind}>" for kind in FIGURES.values())} }}
  {_everywhere(f"?class <{RDFS.subClassOf}>* ?kind", "g", union=union)}
  {_everywhere("?s a ?class", "h", union=union)}
}} GROUP BY ?kind"""


def _partners(*, union: bool) -> str:
    return f"""
SELECT (COUNT(DISTINCT ?partner) AS ?n) WHERE {{
  {_everywhere(f"?part <{DG.hasPartner}>|<{ORG.member}> ?partner", "g", union=union)}
}}"""


# A graph served under another base IRI than its own is described under its own; the graph of an
# ontology, unless it is described itself, by the ontology in it.
_DESCRIPTIONS = f"""
SELECT DISTINCT ?graph ?property ?value WHERE {{
  VALUES (?property ?key) {{
    (<{DCTERMS.title}> 1) (<{DCTERMS.description}> 2) (<{DCTERMS.license}> 3)
    (<{OWL.versionInfo}> 4) (<{DCAT.version}> 5) (<{DCTERMS.modified}> 6)
    (<{DCTERMS.publisher}> 7) (<{SCHEMA.maintainer}> 8)
  }}
  {{ GRAPH ?graph {{}} BIND (?graph AS ?about) }}
  UNION {{ GRAPH ?graph {{ ?about a <{OWL.Ontology}> }} }}
  UNION {{
    GRAPH ?graph {{ ?about a <{DCAT.Dataset}> }}
    BIND (STRAFTER(STR(?about), "/graphs/") AS ?name)
    FILTER (?name != "" && STRENDS(STR(?graph), CONCAT("/graphs/", ?name)))
  }}
  {_everywhere("?about ?property ?value", "g")}
}} ORDER BY (?graph != ?about) ?key DESC(STR(?value))"""


def _rows(engine: Engine, query: str) -> Iterator[dict[str, str]]:
    """The rows of an answer: the text of each value by variable, languages as ``NAME@lang``."""
    results = json.loads(engine.query(query).serialize(formats.JSON))
    for row in results["results"]["bindings"]:
        values = {name: cell["value"] for name, cell in row.items()}
        yield values | {f"{name}@lang": cell.get("xml:lang", "") for name, cell in row.items()}


def _graphs(
    engine: Engine, base_iri: str, sizes: Mapping[str, int]
) -> tuple[GraphDescription, ...]:
    told: dict[str, dict[str, dict[str, str]]] = {iri: {} for iri in sizes}
    for row in _rows(engine, _DESCRIPTIONS):
        if row["graph"] in told:
            values = told[row["graph"]].setdefault(row["property"], {})
            values.setdefault(row["value@lang"].lower().partition("-")[0], row["value"])
    names = _names(base_iri, sizes)

    def one(iri: str, *properties: str) -> str | None:
        stated = (value for each in properties for value in told[iri].get(str(each), {}).values())
        return next(stated, None)

    return tuple(
        GraphDescription(
            name=names[iri],
            iri=iri,
            statements=sizes[iri],
            titles=told[iri].get(str(DCTERMS.title), {}),
            descriptions=told[iri].get(str(DCTERMS.description), {}),
            licence=one(iri, DCTERMS.license),
            version=one(iri, OWL.versionInfo, DCAT.version),
            modified=one(iri, DCTERMS.modified),
            publisher=one(iri, DCTERMS.publisher, SCHEMA.maintainer),
        )
        for iri in sorted(sizes, key=names.__getitem__)
    )


def _names(base_iri: str, graphs: Mapping[str, int]) -> dict[str, str]:
    """A name for each graph: what follows ``graphs/`` in ours, else made of the whole IRI."""
    taken, names = {WHOLE}, {}
    for iri in sorted(graphs, key=lambda each: (not each.startswith(base_iri), each)):
        last = iri.removeprefix(f"{base_iri}graphs/")
        name = wanted = last if iris.is_slug(last) else _slug(iri)
        number = 2
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(name)
        names[iri] = name
    return names


def _slug(iri: str) -> str:
    try:
        return iris.slugify(iri.partition(":")[2])[:80].strip("-")
    except ValueError:
        return "graph"


def _order(version: str) -> list[tuple[int, str]]:
    """Versions by their numbers, so that 0.10 follows 0.9."""
    return [(int(part) if part.isdigit() else -1, part) for part in version.split(".")]
