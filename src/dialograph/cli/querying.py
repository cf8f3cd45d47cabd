"""``dialograph query``: a question put to the shipped graph, without a server."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dialograph.cli import language
from dialograph.cli.writing import write_out
from dialograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pyoxigraph as ox

    from dialograph.catalog.parameters import Term
    from dialograph.catalog.queries import NamedQuery

_EPILOG = """
A query of the catalogue takes the parameters that `--list NAME` tells; those not given keep their
defaults. What a query gives decides which formats it can have: rows and a yes or no are written as
table, csv or json; a graph as ttl, or json (JSON-LD). A query reads only: it changes nothing and
reaches no other server.

examples:
  dialograph query --list
  dialograph query --list activities-by-objective
  dialograph query activities-by-objective --param objective=gcm-o9 --lang fr
  dialograph query coverage-matrix --format csv > coverage.csv
  dialograph query my-question.rq
  echo 'SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }' | dialograph query -

exit codes: 0 answered, 1 refused, 2 an unknown query or parameter, or a text that does not parse
"""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "query",
        help="put a question to the shipped graph",
        description="Put a question to the shipped graph: a query of the catalogue, or SPARQL of "
        "your own.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "query",
        nargs="?",
        metavar="NAME|FILE|-",
        help="a query of the catalogue, a file that holds SPARQL, or - for standard input",
    )
    parser.add_argument(
        "--list",
        action="store_true",
        help="list the queries of the catalogue; with NAME, say what that one takes",
    )
    parser.add_argument(
        "--param",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="the value of a parameter; may be repeated",
    )
    parser.add_argument(
        "--format",
        choices=("table", "csv", "json", "ttl"),
        help="how to write the answer (default: table for rows, ttl for a graph)",
    )
    language.add_option(parser)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """List the catalogue, or ask and write the answer.

    Returns:
        0 when the query was answered, 2 when a parameter is not one that it takes.

    Raises:
        UsageError: the query or its format is not known.
        QuerySyntaxError: the text does not parse.
        ForbiddenQueryError: the text asks for another server, or for a change.
        EvaluationError: the query cannot be answered.
    """
    from dialograph.catalog.spelling import read_values
    from dialograph.cli import catalogue

    if args.list:
        write_out(catalogue.told(args.query, args.lang, args.format or "table").encode())
        return 0
    if args.query is None:
        raise UsageError("No query is given.", "Name one; `dialograph query --list` tells them.")
    values = _values(args.param)
    found = _find(args.query)
    if isinstance(found, str):
        if values:
            raise UsageError(
                "This query takes no parameters: it has no front matter that declares any.",
                "Write the values into the query.",
            )
        _ask(found, {}, (), args.format)
        return 0
    if "lang" not in values and any(each.name == "lang" for each in found.parameters):
        values["lang"] = args.lang
    try:
        bound = found.bind(values)
    except UsageError as error:
        _, faults = read_values(found, values)
        is_french = args.lang == "fr" and faults
        print(f"dialograph: {faults[0].fr if is_french else error}", file=sys.stderr)
        print(catalogue.parameters(found, args.lang), file=sys.stderr)
        return error.exit_code
    _ask(bound.text, bound.substitutions, bound.echoes, args.format)
    return 0


def _ask(
    text: str,
    substitutions: Mapping[ox.Variable, Term],
    echoes: Collection[str],
    format_name: str | None,
) -> None:
    from dialograph.cli.answering import written
    from dialograph.publish.opening import open_engine
    from dialograph.settings import Settings
    from dialograph.shapes.convert import from_oxigraph

    values = {name.value: from_oxigraph(term) for name, term in substitutions.items()}
    answer = open_engine(Settings()).query(text, substitutions=values)
    write_out(written(answer, format_name, echoes))


def _values(typed: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for each in typed:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise UsageError(f"--param {each}: this gives no value.", "Write it NAME=VALUE.")
        if name in values:
            raise UsageError(f"--param {name} is given twice.", "Give it once.")
        values[name] = value
    return values


def _find(name: str) -> NamedQuery | str:
    """The query of the catalogue of that name, else the text of the file, or of the input."""
    from dialograph.catalog.queries import shipped_catalog

    if name == "-":
        return _read("-", sys.stdin.buffer.read())
    catalog = shipped_catalog()
    path = Path(name)
    if name in catalog or not (path.suffix or "/" in name or path.is_file()):
        return catalog.find(name)
    try:
        return _read(name, path.read_bytes())
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(
            f"{name} cannot be read: {reason}.", "Name a query of the catalogue, or a file."
        ) from error


def _read(name: str, content: bytes) -> NamedQuery | str:
    from dialograph.catalog import binding, front_matter
    from dialograph.catalog.queries import NamedQuery

    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not text in UTF-8.", "Save it as UTF-8 text.") from error
    head, text = front_matter.split(source)
    if not head:
        return source
    return NamedQuery(name, text, binding.form(text), front_matter.read(name, head, text))
