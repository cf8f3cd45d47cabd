"""The answers that tests expect of the shipped queries: ``python -m tests.refresh_expected``.

It writes them anew from what the graph answers today, and the lists of queries in two README
files from the front matter; read the difference before committing it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import yaml
from rdflib import Graph

from dialograph import formats
from dialograph.catalog.answers import without
from dialograph.catalog.queries import Bound, shipped_catalog
from dialograph.cli.shipped import shipped_files
from dialograph.engine.loading import read_quads
from dialograph.graph.sources import shipped_root
from dialograph.graph.turtle import write_turtle

EXPECTED = Path(__file__).parent / "queries"


def shipped_store() -> ox.Store:
    """The shipped graph as people query it: the merge of all graphs as the default graph."""
    store = ox.Store()
    quads = read_quads(shipped_files())
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def cases() -> list[tuple[str, str, Mapping[str, str]]]:
    """Every query with its defaults, then with other values: file name, query, values."""
    others = yaml.safe_load((EXPECTED / "other_values.yaml").read_text(encoding="utf-8"))
    return [
        *((name, name, {}) for name in local()),
        *((f"{name}.other", name, text_values(values)) for name, values in others.items()),
    ]


def local() -> list[str]:
    """The names of the queries that ask nobody else."""
    return [name for name, query in shipped_catalog().items() if not query.federated]


def text_values(values: Mapping[str, object]) -> dict[str, str]:
    """Values as a person would write them."""
    return {name: str(value) for name, value in values.items()}


def answer(store: ox.Store, bound: Bound) -> tuple[str, str]:
    """The answer as text, and the end of the file that holds it."""
    results = store.query(bound.text, substitutions=dict(bound.substitutions) or None)
    if isinstance(results, ox.QueryBoolean):
        return "json", json.dumps({"head": {}, "boolean": bool(results)}) + "\n"
    if isinstance(results, ox.QueryTriples):
        triples = results.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
        return "ttl", write_turtle(Graph().parse(data=triples, format="nt"))
    table = results.serialize(format=ox.QueryResultsFormat.CSV) or b""
    return "csv", without(table, formats.CSV, bound.echoes).decode().replace("\r\n", "\n")


def listings() -> dict[tuple[Path, str], str]:
    """The lists of queries, by the file and the mark that they stand between."""
    queries = list(shipped_catalog().values())
    rows = [
        f"| {number} | {query.summary()} | {query.summary('fr')} "
        f"| [{query.name}](../queries/{query.name}.rq) |"
        for number, query in enumerate(queries, start=1)
    ]
    questions = ["| no. | question | question en français | query |", "|--:|---|---|---|", *rows]
    themes = []
    for theme in sorted({query.tags[0] for query in queries}):
        themes += ["", f"### {theme}", "", "| query | question | parameters |", "|---|---|---|"]
        themes += [
            f"| [{query.name}]({query.name}.rq) | {query.summary()} "
            f"| {', '.join(f'`{each.name}`' for each in query.parameters)} |"
            for query in queries
            if query.tags[0] == theme
        ]
    root = shipped_root()
    return {
        (root / "queries" / "README.md", "list"): "\n".join(themes[1:]),
        (root / "ontology" / "README.md", "competency-questions"): "\n".join(questions),
    }


def listed(text: str, mark: str, listing: str) -> str:
    """The text with a listing between ``<!-- mark -->`` and ``<!-- /mark -->``."""
    before, start, rest = text.partition(f"<!-- {mark} -->\n")
    _, end, after = rest.partition(f"<!-- /{mark} -->")
    return f"{before}{start}{listing}\n{end}{after}"


def main() -> None:
    """Write every expected answer and list, and remove the answers of queries that are gone."""
    store = shipped_store()
    for old in [path for path in EXPECTED.iterdir() if path.suffix != ".yaml"]:
        old.unlink()
    for name, query, values in cases():
        kind, text = answer(store, shipped_catalog()[query].bind(values))
        (EXPECTED / f"{name}.{kind}").write_text(text, encoding="utf-8")
    for (path, mark), listing in listings().items():
        path.write_text(listed(path.read_text(encoding="utf-8"), mark, listing), encoding="utf-8")


if __name__ == "__main__":
    main()
