"""The import: which tables there are, in which order they are read, and how a build is refused."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

from rdflib import Graph, Literal

from dialograph import iris
from dialograph.errors import UsageError
from dialograph.graph.tables import (
    activities,
    claims,
    frameworks,
    participations,
    partners,
    places,
)
from dialograph.graph.tables.building import Builder
from dialograph.graph.tables.columns import FORMATS
from dialograph.graph.tables.reading import (
    Problem,
    Row,
    Table,
    TablesRefusedError,
    csv_files,
    read_table,
)
from dialograph.vocab import DCAT, DCTERMS, OWL, RDF, SCHEMA, VOID


def import_tables(
    paths: list[Path], name: str, context: Graph, dialogue: str | None = None
) -> Graph:
    """Build the graph of a set of tables.

    Args:
        paths: CSV files, or folders of them.
        name: name of the graph to build, such as ``rabat``.
        context: the ontology and the other graphs; references may point there, and what it
            describes is not described again.
        dialogue: slug of the dialogue that the tables speak of, or None.

    Returns:
        The graph, with its own description where a table of graphs has it.

    Raises:
        UsageError: a file is missing, unreadable, or no known table.
        TablesRefusedError: a cell is wrong; every problem is listed.
    """
    problems: list[Problem] = []
    tables: dict[str, list[Table]] = {}
    for path in csv_files(paths):
        kind = _kind(path)
        table = read_table(path, kind, problems)
        _check_columns(table, problems)
        tables.setdefault(kind, []).append(table)
    _check_keys(tables)
    if problems:
        raise TablesRefusedError(problems)
    of = iris.resource("dialogue", dialogue) if dialogue else None
    builder = Builder(name, of, context, tables)
    for step in _STEPS:
        step(builder)
    _describe_graph(builder)
    if problems:
        raise TablesRefusedError(list(dict.fromkeys(problems)))
    return builder.graph


def ids_in(paths: list[Path], kind: str) -> list[str]:
    """The identifiers in the tables of one kind, whatever else is wrong with them.

    Args:
        paths: CSV files, or folders of them.
        kind: what the tables hold.

    Raises:
        UsageError: a file is missing, unreadable, or no known table.
    """
    found = (read_table(path, kind, []) for path in csv_files(paths) if _kind(path) == kind)
    return [row.text("id") for table in found for row in table if "id" in row.cells]


def _claims(builder: Builder) -> None:
    quotes = claims.Quotes(builder)
    claims.add_alignments(builder, quotes)
    claims.add_plan_alignments(builder)
    claims.add_statements(builder, quotes)


# Labels of claims are made of the labels of what they join: descriptions come first.
_STEPS: tuple[Callable[[Builder], None], ...] = (
    places.add_regions,
    places.add_countries,
    places.add_cities,
    frameworks.add_frameworks,
    frameworks.add_objectives,
    frameworks.add_principles,
    frameworks.add_sdg_links,
    frameworks.add_milestones,
    partners.add_dialogues,
    partners.add_organisations,
    partners.add_partners,
    partners.add_governance,
    partners.add_members,
    activities.add_activities,
    activities.add_joint_activities,
    activities.add_documents,
    activities.add_links,
    participations.add_participations,
    _claims,
)


def _kind(path: Path) -> str:
    stem = path.stem
    for kind in FORMATS:
        if stem == kind or stem.startswith(f"{kind}-"):
            return kind
    raise UsageError(
        f"{path.name} is not a known table.",
        f"Name the file after what it holds: {', '.join(FORMATS)}.",
    )


def _check_columns(table: Table, problems: list[Problem]) -> None:
    """Report columns that are missing, and those that nothing would read."""
    form = FORMATS[table.kind]
    problems.extend(
        Problem(
            table.name,
            1,
            column,
            "this column is missing. Add it to the header.",
            "cette colonne manque. Ajoutez-la à l’en-tête.",
        )
        for column in form.required
        if column not in table.columns
    )
    for column in table.columns:
        if column in form.known:
            continue
        near = get_close_matches(column, form.known, n=1)
        did_you_mean = f" Did you mean {near[0]}?" if near else ""
        vouliez_vous = f" Vouliez-vous dire {near[0]} ?" if near else ""
        problems.append(
            Problem(
                table.name,
                1,
                column,
                f"this column is not known and would not be read.{did_you_mean} Rename it or "
                "take it out.",
                f"cette colonne est inconnue et ne serait pas lue.{vouliez_vous} Renommez-la ou "
                "retirez-la.",
            )
        )


def _check_keys(tables: dict[str, list[Table]]) -> None:
    """Report rows that name the same thing twice."""
    for kind, read in tables.items():
        key = FORMATS[kind].key
        seen: dict[tuple[str, ...], Row] = {}
        for row in (row for table in read for row in table):
            if not key or any(column not in row.cells for column in key):
                continue
            value = tuple(row.text(column) for column in key)
            if value in seen:
                first = seen[value]
                row.report(
                    key[0],
                    f"“{value[0]}” stands already in {first.table}, row {first.number}. Give each "
                    "row its own identifier.",
                    f"« {value[0]} » figure déjà dans {first.table}, ligne {first.number}. Donnez "
                    "à chaque ligne son propre identifiant.",
                )
            seen.setdefault(value, row)


def _describe_graph(builder: Builder) -> None:
    for row in builder.rows("graphs"):
        if row.text("name") != builder.name:
            continue
        iri = iris.graph(builder.name)
        builder.add(iri, RDF.type, DCAT.Dataset)
        builder.add(iri, RDF.type, VOID.Dataset)
        builder.texts(iri, DCTERMS.title, row, "title")
        builder.texts(iri, DCTERMS.description, row, "description")
        builder.add(iri, DCTERMS.license, row.url("licence"))
        builder.add(iri, SCHEMA.maintainer, Literal(row.text("maintainer")))
        builder.add(iri, DCTERMS.modified, row.date("modified"))
        if version := row.text("version"):
            builder.add(iri, OWL.versionInfo, Literal(version))
        for url in row.urls("sources"):
            builder.add(iri, DCTERMS.source, url)
