"""What a crosswalk is read from: four queries, and how their rows are put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dialograph.catalog.answers import Row
from dialograph.integrate.crosswalk.model import (
    CURATED,
    PREDICATES,
    SEMAPV,
    SKOS_PREFIX,
    SSSOM,
    Correspondence,
    Crosswalk,
    Part,
)
from dialograph.vocab import BASE, DCTERMS, DG, RDF, SKOS

ROWS_MAX = 20_000
"""So many rows of each query are read."""

_BASIS, _RANK = f"{BASE}id/alignment-basis/", f"{BASE}id/rank/"
_PARTS = f"""
SELECT ?part ?framework ?notation ?label WHERE {{
  {{ ?part a <{DG.Framework}> BIND (?part AS ?framework) }}
  UNION {{ ?part <{SKOS.inScheme}> ?framework . ?framework a <{DG.Framework}>
    OPTIONAL {{ ?part <{SKOS.notation}> ?notation }} }}
  ?part <{SKOS.prefLabel}> ?label
}} ORDER BY STR(?part) STR(?label) LIMIT {ROWS_MAX}"""

_STATED = f"""
SELECT ?statement ?subject ?predicate ?object ?basis ?rank ?justification ?confidence ?graph
  ?source ?note WHERE {{
  VALUES ?predicate {{ {" ".join(f"<{SKOS_PREFIX}{each}>" for each in PREDICATES)} }}
  GRAPH ?graph {{
    ?statement a <{DG.Statement}> ; <{RDF.subject}> ?subject ; <{RDF.predicate}> ?predicate ;
      <{RDF.object}> ?object ; <{DG.hasBasis}> ?basis ; <{DG.hasRank}> ?rank .
    OPTIONAL {{ ?statement <{SSSOM}mapping_justification> ?justification }}
    OPTIONAL {{ ?statement <{SSSOM}confidence> ?confidence }}
    {{ ?statement <{DCTERMS.source}> ?source }}
    UNION {{ ?statement <{SKOS.editorialNote}> ?note }}
  }}
}} ORDER BY STR(?statement) STR(?source) STR(?note) LIMIT {ROWS_MAX}"""

_SHARED = f"""
SELECT ?first ?second (COUNT(DISTINCT ?work) AS ?works) WHERE {{
  ?one <{DG.aligns}> ?work ; <{DG.alignsWith}> ?first .
  ?other <{DG.aligns}> ?work ; <{DG.alignsWith}> ?second .
  ?first <{SKOS.inScheme}> ?left . ?second <{SKOS.inScheme}> ?right .
  FILTER (STR(?left) < STR(?right))
}} GROUP BY ?first ?second ORDER BY STR(?first) STR(?second) LIMIT {ROWS_MAX}"""

_WORKS = f"""
SELECT ?part (COUNT(DISTINCT ?work) AS ?works) WHERE {{
  ?one <{DG.aligns}> ?work ; <{DG.alignsWith}> ?part
}} GROUP BY ?part ORDER BY STR(?part) LIMIT {ROWS_MAX}"""

_GRAPHS = f"""
SELECT ?graph ?title WHERE {{ GRAPH ?graph {{ ?graph <{DCTERMS.title}> ?title }} }}
ORDER BY STR(?graph) STR(?title) LIMIT {ROWS_MAX}"""

QUERIES: Mapping[str, str] = {
    "parts": _PARTS,
    "stated": _STATED,
    "shared": _SHARED,
    "works": _WORKS,
    "graphs": _GRAPHS,
}
"""By name."""


def put_together(rows: Mapping[str, Sequence[Row]]) -> Crosswalk:
    """The crosswalk that the rows of all queries come to.

    Args:
        rows: of each of :data:`QUERIES`, by its name.
    """
    return Crosswalk(
        _parts(rows["parts"]),
        _stated(rows["stated"]),
        {
            (row["first"][0], row["second"][0]): int(row["works"][0])
            for row in rows["shared"]
            if "first" in row
        },
        {row["part"][0]: int(row["works"][0]) for row in rows["works"] if "part" in row},
        _texts(rows["graphs"], "graph", "title"),
    )


def _parts(rows: Iterable[Row]) -> dict[str, Part]:
    rows = list(rows)
    labels = _texts(rows, "part", "label")
    found: dict[str, Part] = {}
    for row in rows:
        iri, framework = row["part"][0], row["framework"][0]
        notation = row["notation"][0] if "notation" in row else ""
        found.setdefault(iri, Part(iri, framework, notation, labels[iri]))
    return found


def _texts(rows: Iterable[Row], key: str, text: str) -> dict[str, dict[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        value, language = row[text]
        found[row[key][0]].setdefault(language, value)
    return dict(found)


def _stated(rows: Iterable[Row]) -> list[Correspondence]:
    by_statement: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_statement[row["graph"][0], row["statement"][0]].append(row)
    return [_correspondence(graph, same) for (graph, _), same in by_statement.items()]


def _correspondence(graph: str, rows: Sequence[Row]) -> Correspondence:
    row = rows[0]
    justification = row["justification"][0] if "justification" in row else SEMAPV + CURATED
    return Correspondence(
        row["subject"][0],
        row["object"][0],
        row["predicate"][0].removeprefix(SKOS_PREFIX),
        justification.removeprefix(SEMAPV),
        row["basis"][0].removeprefix(_BASIS),
        row["rank"][0].removeprefix(_RANK),
        tuple(dict.fromkeys(each["source"][0] for each in rows if "source" in each)),
        graph,
        confidence=_figure(row),
        notes={each["note"][1]: each["note"][0] for each in rows if "note" in each},
    )


def _figure(row: Row) -> float | None:
    try:
        return float(row["confidence"][0])
    except (KeyError, ValueError):
        return None
