"""``dialograph crosswalk``: mappings between frameworks, out as SSSOM and in again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from dialograph.cli import changes, language, writing
from dialograph.cli.progress import Progress
from dialograph.errors import UsageError
from dialograph.values import COMMAND_LINE

if TYPE_CHECKING:
    from dialograph.engine.embedded import EmbeddedEngine
    from dialograph.integrate.crosswalk.importing import Imported

_EPILOG = """
SSSOM is the Simple Standard for Sharing Ontological Mappings. What comes in becomes a graph of its
own, with the licence and the source that the file names, judged by the shapes: a statement for each
mapping, with its justification. A newer file of the same set takes the place of the older one.

examples:
  dialograph crosswalk export > crosswalk.sssom.tsv
  dialograph crosswalk export --first cap --second gcm --what all --format csv
  dialograph crosswalk export --data-dir D --format ttl --output crosswalk.ttl
  dialograph crosswalk import theirs.sssom.tsv --dry-run --data-dir D
  DIALOGRAPH_TOKEN=… dialograph crosswalk import theirs.sssom.tsv --server https://data.example.org/

exit codes: 0 done, 1 refused by the shapes (or by the server), 2 the file does not parse, wrong
usage
"""
_WHAT = ("all", "recorded", "confirmed")
_FORMATS = ("sssom", "json", "ttl", "csv")
_TEXTS = {
    "en": "{n} mappings for the graph {graph}; {skipped} rows that are only computed left out.",
    "fr": "{n} correspondances pour le graphe {graph} ; {skipped} lignes seulement calculées "
    "laissées de côté.",
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "crosswalk",
        help="exchange mappings between frameworks, as SSSOM",
        description="Exchange mappings between frameworks: action plans, the Global Compact, the "
        "Sustainable Development Goals.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    out = actions.add_parser("export", help="write the mappings that the graph holds")
    for side, told in (("first", "from this framework"), ("second", "to that one")):
        out.add_argument(f"--{side}", metavar="SLUG", help=f"{told}, such as cap or gcm")
    out.add_argument(
        "--what",
        choices=_WHAT,
        help="what a source states (confirmed), all that is recorded, or also what is computed "
        "from it (default: recorded; all between two frameworks)",
    )
    out.add_argument("--format", choices=_FORMATS, default="sssom", help="(default: sssom)")
    out.add_argument("--output", type=Path, metavar="FILE", help="(default: standard output)")
    out.add_argument(
        "--data-dir",
        metavar="FOLDER",
        help="the data directory to read (default: the graph that travels with the package)",
    )
    changes.add_settings(out, "base_iri")
    language.add_option(out)
    out.set_defaults(func=run_export)
    into = actions.add_parser("import", help="take an SSSOM/TSV file as a graph of its own")
    into.add_argument("file", metavar="FILE", help="the file; - is standard input")
    into.add_argument(
        "--name",
        metavar="SLUG",
        help="the graph is graphs/crosswalk-SLUG (default: after the file’s id)",
    )
    changes.add_change(into, server=True)
    into.set_defaults(func=run_import)


def run_export(args: argparse.Namespace) -> int:
    """Write the mappings.

    Returns:
        0.

    Raises:
        UsageError: a framework is not known, one of two is missing, or the file cannot be written.
    """
    from dialograph.catalog.answers import rows_of
    from dialograph.integrate.crosswalk import asking, deriving, sssom
    from dialograph.vocab import BASE

    engine, base = _engine(args)
    rows = {name: rows_of(engine, text) for name, text in asking.QUERIES.items()}
    walk = asking.put_together(rows)
    if (args.first is None) != (args.second is None):
        raise UsageError(
            "Only one framework is named.",
            "Give --first and --second, or neither.",
            french="Un seul cadre est nommé. Indiquez --first et --second, ou aucun des deux.",
        )
    if args.first is None:
        found = deriving.everything(walk, args.what or "recorded")
    else:
        ends = [f"{BASE}id/framework/{slug}" for slug in (args.first, args.second)]
        for slug, iri in zip((args.first, args.second), ends, strict=True):
            if iri not in walk.parts:
                raise UsageError(
                    f"There is no framework {slug!r}.",
                    "`dialograph query frameworks` lists them.",
                    french=f"Il n’y a pas de cadre {slug!r}. « dialograph query frameworks » les "
                    "énumère.",
                )
        found = deriving.between(walk, ends[0], ends[1], args.what or "all")
    about = sssom.About(f"{base}crosswalk", engine.version, "Mappings between frameworks")
    write: Callable[[], bytes] = {
        "sssom": lambda: sssom.as_tsv(walk, found, about),
        "json": lambda: sssom.as_json(walk, found, about),
        "ttl": lambda: sssom.as_turtle(walk, found, about),
        "csv": lambda: sssom.as_csv(walk, found),
    }[args.format]
    if args.output is None:
        writing.write_out(write())
    else:
        writing.write_whole(args.output, write())
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Take a file, as one new version.

    Returns:
        0 when it is done, 1 when the shapes refuse it.

    Raises:
        UsageError: the file is no good, or the directory.
        DialographError: the disk or the server does not take it.
    """
    from dialograph.graph.turtle import write_turtle
    from dialograph.integrate.crosswalk import importing, sssom_reading
    from dialograph.vocab import BASE

    told = sssom_reading.read(_content(args.file))
    if args.server is not None:
        from dialograph.cli import remote

        changes.check_server(args)
        made = importing.to_graph(told, args.name, BASE)
        _tell(made, args)
        body = remote.Body(write_turtle(made.graph).encode(), "text/turtle")
        return remote.change(args, "PUT", f"/graphs/{made.name}", {}, body)
    settings = changes.settings_of(args)
    made = importing.to_graph(told, args.name, str(settings.base_iri))
    _tell(made, args)
    return _put(args, made, write_turtle(made.graph).encode())


def _put(args: argparse.Namespace, made: Imported, text: bytes) -> int:
    from dialograph import iris
    from dialograph.repository.interface import Author, GateError, GraphRequest, Part
    from dialograph.repository.offline import OfflineRepository, opened

    settings = changes.settings_of(args)
    graph = str(iris.graph(made.name, str(settings.base_iri)))
    request = GraphRequest("put", graph, (Part("turtle", len(text)),))
    try:
        with (
            Progress(args.lang) as progress,
            opened(settings) as versions,
            TemporaryFile() as file,
        ):
            file.write(text)
            file.flush()
            file.seek(0)
            outcome = OfflineRepository(versions, settings, progress).change(
                request, Author(args.author or COMMAND_LINE), file, dry_run=args.dry_run
            )
    except GateError as error:
        return changes.tell_refusal(error, args)
    return changes.tell(outcome, args)


def _tell(made: Imported, args: argparse.Namespace) -> None:
    if not args.json:
        text = _TEXTS[args.lang]
        print(text.format(n=made.taken, graph=f"graphs/{made.name}", skipped=made.skipped))


def _engine(args: argparse.Namespace) -> tuple[EmbeddedEngine, str]:
    from dialograph.engine.embedded import EmbeddedEngine

    if args.data_dir is None:
        import pyoxigraph as ox

        from dialograph.cli.shipped import shipped_files
        from dialograph.engine.loading import content_version, read_quads
        from dialograph.vocab import BASE

        files = shipped_files()
        store = ox.Store()
        store.bulk_extend(read_quads(files))
        return EmbeddedEngine(store, content_version(files)), BASE
    from dialograph.engine.filling import fill
    from dialograph.engine.versions import Versions

    settings = changes.settings_of(args)
    history = Versions.read_only(Path(str(settings.data_dir)))
    if history.current is None:
        raise UsageError(
            "The data directory holds no version yet.",
            "Load something first.",
            french="Le répertoire de données ne contient encore aucune version. Chargez-y d’abord "
            "des données.",
        )
    plan = history.load(history.current.number)
    return EmbeddedEngine(fill(plan, union=True), plan.revision), str(settings.base_iri)


def _content(name: str) -> bytes:
    from dialograph.integrate.crosswalk.sssom_reading import BYTES_MAX

    try:
        if name == "-":
            return sys.stdin.buffer.read(BYTES_MAX + 1)
        with Path(name).open("rb") as file:
            return file.read(BYTES_MAX + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(
            f"{name} cannot be read: {reason}.",
            "Check the path.",
            french=f"Impossible de lire {name} : {reason}. Vérifiez le chemin.",
        ) from error
