"""``dialograph report``: the alignment report, without a server."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dialograph.cli import changes, language
from dialograph.cli.writing import write_out, write_whole
from dialograph.errors import UsageError

if TYPE_CHECKING:
    from dialograph.catalog.spelling import Fault
    from dialograph.report.model import Edition
    from dialograph.settings import Settings

_EPILOG = """
For each objective the report tells which activities and documents serve it, in order of date: when,
where, with whom, on what basis, and in whose words. What is not known is listed, and so are the
objectives for which nothing is recorded. HTML is one file that prints well on A4.

examples:
  dialograph report > report.md
  dialograph report --lang fr --output rapport.docx
  dialograph report --dialogue khartoum-process --from 2018 --to 2024 --output khartoum.html
  dialograph report --framework cap --basis stated --data-dir D --format json

exit codes: 0 written, 2 an unknown dialogue, framework or basis, or wrong usage
"""
_ENDS = ("md", "html", "docx", "json")
_FILTERS = ("dialogue", "framework", "basis", "from", "to")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "report",
        help="write what a dialogue did on each objective of a framework",
        description="Write the alignment report: what a dialogue did on each objective of a "
        "framework, with the words that say so.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--dialogue", metavar="SLUG", help="whose activities (default: rabat-process)"
    )
    parser.add_argument("--framework", metavar="SLUG", help="whose objectives (default: gcm)")
    parser.add_argument(
        "--basis", metavar="SLUG", help="only claims that are stated, reported or inferred"
    )
    parser.add_argument("--from", metavar="YEAR", help="only what was done from this year on")
    parser.add_argument("--to", metavar="YEAR", help="only what was done up to this year")
    parser.add_argument(
        "--format",
        choices=_ENDS,
        help="how to write it (default: as the file of --output ends, else md)",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="(default: standard output)")
    parser.add_argument(
        "--data-dir",
        metavar="FOLDER",
        help="the data directory to read (default: the graph that travels with the package)",
    )
    changes.add_settings(parser, "base_iri")
    language.add_option(parser)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write the report.

    Returns:
        0.

    Raises:
        UsageError: a parameter is not one that there is, or the file cannot be written.
        DialographError: the data cannot be read.
    """
    from dialograph.catalog.answers import rows_of
    from dialograph.catalog.spelling import read_values, spelled_out
    from dialograph.publish.opening import open_engine
    from dialograph.report import asking
    from dialograph.report.writing import FORMS

    form = FORMS[_end(args)]
    given = {name: getattr(args, name) for name in _FILTERS if getattr(args, name) is not None}
    terms, faults = read_values(asking.parameters(), {**given, "lang": args.lang})
    if faults:
        raise _refused(faults)
    settings = _settings(args)
    engine = open_engine(settings)
    rows = {name: rows_of(engine, text) for name, text in asking.texts(terms).items()}
    faults = asking.faults(terms, rows)
    if faults:
        raise _refused(faults)
    told = spelled_out(asking.parameters(), {**given, "lang": args.lang})
    edition = _edition(settings, engine.version, told)
    written = form.write(asking.put_together(terms, rows, edition))
    if args.output is None:
        write_out(written)
    else:
        write_whole(args.output, written)
    return 0


def _end(args: argparse.Namespace) -> str:
    if args.format is not None:
        return str(args.format)
    if args.output is None:
        return _ENDS[0]
    end = args.output.suffix.removeprefix(".").lower()
    if end not in _ENDS:
        raise UsageError(
            f"The file {args.output.name} does not end as a report does.",
            f"Let it end in .{', .'.join(_ENDS)}, or give --format.",
            french=f"Le nom du fichier {args.output.name} ne se termine pas comme celui d’un "
            f"rapport. Terminez-le par .{', .'.join(_ENDS)}, ou indiquez --format.",
        )
    return str(end)


def _refused(faults: tuple[Fault, ...]) -> UsageError:
    return UsageError(
        " ".join(each.en for each in faults), french=" ".join(each.fr for each in faults)
    )


def _settings(args: argparse.Namespace) -> Settings:
    from dialograph.settings import Settings

    if args.data_dir is not None:
        return changes.settings_of(args)
    return Settings() if args.base_iri is None else Settings(base_iri=args.base_iri)


def _edition(settings: Settings, revision: str, given: dict[str, str]) -> Edition:
    from dialograph.engine.history import History
    from dialograph.report.model import Edition

    number = ""
    if settings.data_dir is not None:
        current = History(Path(settings.data_dir)).current
        number = str(current.number) if current is not None else ""
    return Edition.of(settings.base_iri, given, number, revision)
