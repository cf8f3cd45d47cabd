"""``dialograph update``: a SPARQL Update of a data directory, or through a server."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryFile

from dialograph.cli import changes
from dialograph.cli.progress import Progress
from dialograph.errors import UsageError
from dialograph.values import COMMAND_LINE

_EPILOG = """
The whole update becomes one new version, or nothing of it does: the shapes judge what it changes.
With --default-graph union, which is the default, statements are written to named graphs only:
INSERT DATA { GRAPH <IRI> { … } }.

examples:
  dialograph update 'DELETE WHERE { GRAPH ?g { <https://example.org/x> ?p ?o } }' --data-dir D
  dialograph update --file mend.ru --dry-run --data-dir D
  dialograph update --file - --author "Rabat secretariat" --data-dir D < mend.ru
  DIALOGRAPH_TOKEN=… dialograph update --file mend.ru --server https://data.example.org/

exit codes: 0 done, 1 refused by the shapes (or by the server), 2 the update does not parse, another
process uses the directory, a setting is no good
"""
_MEDIA_TYPE = "application/sparql-update"


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "update",
        help="change a data directory by a SPARQL Update, or through a server",
        description="Change a data directory by a SPARQL Update, through the shapes, as one new "
        "version.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("text", nargs="?", metavar="SPARQL", help="the update")
    parser.add_argument(
        "--file", metavar="FILE", help="a file that holds the update; - is standard input"
    )
    changes.add_change(parser, server=True)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Work out, judge, keep; or send.

    Returns:
        0 when it is done, 1 when the shapes refuse it.

    Raises:
        UsageError: there is no update, or two; it cannot be read; or the directory is no good.
        QuerySyntaxError: it does not parse.
        DialographError: it cannot be carried out, or the disk or the server does not take it.
    """
    update = _update(args)
    if args.server is not None:
        from dialograph.cli import remote

        changes.check_server(args)
        return remote.change(args, "POST", "/update", {}, remote.Body(update, _MEDIA_TYPE))
    from dialograph.repository.interface import Author, GateError, UpdateRequest
    from dialograph.repository.offline import OfflineRepository, opened

    settings = changes.settings_of(args)
    try:
        with (
            Progress(args.lang) as progress,
            opened(settings) as versions,
            TemporaryFile() as body,
        ):
            body.write(update)
            body.flush()
            outcome = OfflineRepository(versions, settings, progress).change(
                UpdateRequest(settings.base_iri),
                Author(args.author or COMMAND_LINE),
                body,
                dry_run=args.dry_run,
            )
    except GateError as error:
        return changes.tell_refusal(error, args)
    return changes.tell(outcome, args)


def _update(args: argparse.Namespace) -> bytes:
    if (args.text is None) == (args.file is None):
        raise UsageError(
            "The command holds no update, or two.",
            "Write it after `update`, or name its file with --file.",
            french="La commande ne contient aucune mise à jour, ou deux. Écrivez-la après "
            "« update », ou nommez son fichier par --file.",
        )
    name = args.file or "SPARQL"
    try:
        if args.text is not None:
            content = str(args.text).encode(errors="surrogateescape")
        else:
            content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        content.decode()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(
            f"{name} cannot be read: {reason}.",
            "Check the path.",
            french=f"Impossible de lire {name} : {reason}. Vérifiez le chemin.",
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name} is no text in UTF-8.",
            "Save it in UTF-8.",
            french=f"{name} n’est pas un texte en UTF-8. Enregistrez-le en UTF-8.",
        ) from error
    return content
