"""``dialograph import``: spreadsheets to a Turtle file that validates."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dialograph.cli import language
from dialograph.cli.writing import write_out, write_whole
from dialograph.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from rdflib import Graph

_EPILOG = """
The file name says what a table holds: activities.csv, documents.csv, participations.csv…
(activities-2026.csv works too). Columns and an example of each are in data/tables/README.md.

examples:
  dialograph import data/tables/rabat data/tables/graphs.csv --dialogue rabat
  dialograph import my-meetings/activities.csv --dialogue rabat --graph my-meetings
"""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "import",
        help="turn CSV tables into Turtle that validates",
        description="Turn CSV tables into Turtle that validates. A bad row is told with its file, "
        "row and column; then nothing is written.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "tables", nargs="+", type=Path, metavar="TABLES", help="CSV files, or folders of them"
    )
    parser.add_argument(
        "--dialogue", metavar="NAME", help="the dialogue that the tables speak of, such as rabat"
    )
    parser.add_argument(
        "--graph", metavar="NAME", help="name of the graph to make (default: the dialogue's)"
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write (default: standard output)"
    )
    language.add_option(parser)
    parser.add_argument(
        "--no-validate", action="store_true", help="write the result without checking it"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Import, validate, write.

    Returns:
        0 when the Turtle was written, 1 when the tables or the result were refused.
    """
    from dialograph.graph.sources import load_graph, shipped_sources
    from dialograph.graph.tables.importing import import_tables
    from dialograph.graph.tables.reading import TablesRefusedError
    from dialograph.graph.turtle import write_turtle

    name = args.graph or args.dialogue
    if not name:
        raise UsageError("The graph to make has no name.", "Give --dialogue or --graph.")
    context = load_graph(tuple(s for s in shipped_sources() if s.name != name))
    dialogue = _dialogue(context, args.dialogue, args.tables) if args.dialogue else None
    try:
        graph = import_tables(args.tables, name, context, dialogue)
    except TablesRefusedError as refused:
        for problem in refused.problems:
            print(problem.sentence(args.lang), file=sys.stderr)
        raise
    if not args.no_validate:
        _validate(graph, context, args.lang)
    text = write_turtle(graph)
    if args.output is None:
        write_out(text.encode())
    else:
        write_whole(args.output, text.encode())
        print(f"{len(graph)} statements written to {args.output}", file=sys.stderr)
    return 0


def _dialogue(context: Graph, name: str, tables: list[Path]) -> str:
    """The slug of a dialogue of the register or the tables: ``NAME``, or ``NAME-process``."""
    from dialograph.graph.tables.importing import ids_in
    from dialograph.vocab import DG, RDF

    known = sorted(
        {
            *(str(iri).rsplit("/", 1)[1] for iri in context.subjects(RDF.type, DG.Dialogue)),
            *ids_in(tables, "dialogues"),
        }
    )
    for slug in (name, f"{name}-process"):
        if slug in known:
            return slug
    raise UsageError(
        f"No dialogue is called “{name}”.", f"Choose among: {', '.join(known) or 'none known'}."
    )


def _validate(graph: Graph, context: Graph, lang: str) -> None:
    from dialograph.shapes.gate import validate
    from dialograph.shapes.report import in_words

    report = validate(graph + context)
    if not report.conforms:
        print(in_words(report, graph + context, lang), file=sys.stderr)
        raise RefusedError("The result does not validate; nothing was written.")
