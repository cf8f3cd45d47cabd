"""``dialograph validate``: the data judged by the shapes, and told in words."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from dialograph.cli import language

_EPILOG = """
Files are judged as part of the shipped graph. A file that describes one of its graphs (says that
it is a dcat:Dataset), or has the name of one (rabat.ttl), takes its place; of any other file, each
resource takes the place of the shipped resource with the same IRI. A file of shapes is judged by
the shapes about shapes, an ontology by those about its style.

All Violations are shown; Warnings and Infos, of the resources that the files describe.

examples:
  dialograph validate
  dialograph validate --severity info --lang fr
  dialograph validate data/rabat.ttl
  dialograph validate my-meetings.ttl another-folder/ --json
  dialograph validate my-meetings.ttl --ttl > report.ttl

exit codes: 0 no Violation, 1 a Violation, 2 a file is missing or does not parse
"""
_LONG = 5000  # statements; judging that many takes more than a second
_JUDGING = {
    "en": "Judging {size} statements by the shapes…",
    "fr": "Examen de {size} énoncés par les formes SHACL…",
}
_REPLACES = {
    "en": "{name} is judged in the place of the shipped {shipped}.",
    "fr": "{name} est examiné à la place du fichier livré {shipped}.",
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "validate",
        help="judge the shipped graph, or files, by the shapes",
        description="Judge data by the shapes and say in words what is wrong, where, and what to "
        "do: the shipped graph, or the files given.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files (.ttl .trig .nt .nq .jsonld .rdf) or folders of them; none: the shipped graph",
    )
    parser.add_argument(
        "--severity",
        choices=("violation", "warning", "info"),
        default="warning",
        help="the lightest finding to show (default: warning)",
    )
    language.add_option(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the report as JSON, in both languages")
    form.add_argument("--ttl", action="store_true", help="the report as SHACL, in Turtle")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Read, judge, tell.

    Returns:
        0 when there is no Violation, else 1.

    Raises:
        UsageError: a file is missing or does not parse.
    """
    from dialograph.cli.shipped import shipped_documents
    from dialograph.shapes.context import in_context
    from dialograph.shapes.gate import validate
    from dialograph.shapes.reading import read_all
    from dialograph.shapes.report import as_json, select, tell
    from dialograph.shapes.results import Severity

    context = in_context(read_all(args.paths, args.lang), shipped_documents(args.lang))
    for name, shipped in context.replaced:
        if name != shipped:
            print(_REPLACES[args.lang].format(name=name, shipped=shipped), file=sys.stderr)
    if len(context.graph) > _LONG:
        print(_JUDGING[args.lang].format(size=len(context.graph)), file=sys.stderr, flush=True)
    report = validate(context.graph)
    findings = select(report, context, Severity(args.severity))
    if args.json:
        print(json.dumps(as_json(findings), ensure_ascii=False, indent=2))
    elif args.ttl:
        sys.stdout.write(findings.report.graph.serialize(format="turtle"))
    else:
        print(tell(findings, args.lang))
    return 0 if report.conforms else 1
