"""``dialograph export``: the shipped graph, written out."""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import TYPE_CHECKING

from dialograph import formats
from dialograph.cli.writing import write_out, write_whole
from dialograph.errors import UsageError

if TYPE_CHECKING:
    from dialograph.formats import Format
    from dialograph.graph.sources import Source

_EPILOG = """
Without --graph, the whole dataset is written, in TriG. TriG, N-Quads and JSON-LD say which graph
a statement stands in; Turtle, N-Triples and RDF/XML cannot: they get the merge of all graphs, each
statement once.

examples:
  dialograph export > dialograph.trig
  dialograph export --format turtle --output everything.ttl
  dialograph export --graph rabat
  dialograph export --graph https://w3id.org/dialograph/graphs/gcm --format jsonld

exit codes: 0 written, 2 an unknown graph or format, or a file that cannot be written
"""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "export",
        help="write the shipped graph out",
        description="Write the shipped graph, or one of its named graphs, in a syntax of RDF.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--graph",
        metavar="NAME|IRI",
        help="one named graph, such as rabat (default: the whole dataset)",
    )
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(each.name for each in formats.GRAPH_FORMATS)} "
        "(default: turtle for one graph, trig for the dataset)",
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write (default: standard output)"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Load and write.

    Returns:
        0.

    Raises:
        UsageError: the graph or the format is unknown, or the file cannot be written.
    """
    from dialograph.cli.shipped import shipped_files
    from dialograph.engine.loading import read_quads
    from dialograph.engine.writing import write
    from dialograph.graph.sources import shipped_sources

    form = _format(args.format) or (formats.TURTLE if args.graph else formats.TRIG)
    graph = _iri(args.graph, shipped_sources()) if args.graph else None
    # From the files, not through the engine: its store rewrites numbers ("1"^^xsd:int, 01, 1.50).
    quads = read_quads(each for each in shipped_files() if graph in {None, each.graph})
    output = io.BytesIO()
    if formats.names_graphs(form, whole=graph is None):
        write(quads, form, output)
    else:  # a dict keeps the order of the files, and each statement once
        write(dict.fromkeys(quad.triple for quad in quads), form, output)
    if args.output is None:
        write_out(output.getvalue())
    else:
        write_whole(args.output, output.getvalue())
    return 0


def _format(name: str | None) -> Format | None:
    if name is None:
        return None
    found = formats.named(name, formats.GRAPH_FORMATS)
    if found is None:
        names = ", ".join(each.name for each in formats.GRAPH_FORMATS)
        raise UsageError(f"No format is called {name}.", f"Choose among: {names}.")
    return found


def _iri(name: str, sources: tuple[Source, ...]) -> str:
    for source in sources:
        if name in {source.name, source.iri}:
            return source.iri
    names = ", ".join(source.name for source in sources)
    raise UsageError(f"No graph is called {name}.", f"Choose among: {names}.")
