"""``dialograph load``: files, or the graph of the package, into a data directory."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dialograph.cli import changes
from dialograph.cli.progress import Progress
from dialograph.errors import UsageError
from dialograph.values import COMMAND_LINE

if TYPE_CHECKING:
    from dialograph.engine.loading import RdfFile
    from dialograph.repository.interface import Author, Outcome
    from dialograph.repository.keeping import Done
    from dialograph.repository.merging import Conflict
    from dialograph.repository.offline import OfflineRepository
    from dialograph.settings import Settings

_EPILOG = """
All files become one new version, or none does: the shapes judge what they change. Statements that
name no graph go to --graph, else to the graph BASE_IRI + graphs/ + the file's name (with
--default-graph own: to the default graph). An empty or new directory gets its first version.

--shipped takes the graph of the installed package into a directory that holds an older one. What
was changed here stays; where both changed the same, what is here stands, and is told.

With --server, the files go to one graph: that of --graph, or that of the file's name.

examples:
  dialograph load my-meetings.ttl --data-dir /srv/dialograph
  dialograph load rabat.ttl --graph https://w3id.org/dialograph/graphs/rabat --replace --data-dir D
  dialograph load big.nq --shapes none --data-dir NEW
  dialograph load --shipped --dry-run --data-dir D
  DIALOGRAPH_TOKEN=… dialograph load rabat.ttl --replace --server https://data.example.org/

exit codes: 0 done, 1 refused by the shapes (or by the server), 2 a file is missing or does not
parse, another process uses the directory, a setting is no good
"""
_TEXTS = {
    "en": {
        "conflicts": "Changed here and in the package, not in the same way; what is here stands:",
        "here": "here: {values}",
        "there": "in the package: {values}",
        "gone": "removed",
        "none": "no value",
    },
    "fr": {
        "conflicts": "Modifié ici et dans le logiciel livré, de façon différente ; ce qui est ici "
        "demeure :",
        "here": "ici : {values}",
        "there": "livré : {values}",
        "gone": "supprimé",
        "none": "aucune valeur",
    },
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "load",
        help="put files into a data directory, or send them to a server",
        description="Put RDF files into a data directory, through the shapes, as one new version; "
        "or take the graph of a newer package.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="RDF files (.ttl .nt .jsonld .rdf .trig .nq, also .gz)",
    )
    parser.add_argument(
        "--shipped", action="store_true", help="take the graph that travels with the package"
    )
    parser.add_argument(
        "--graph",
        metavar="IRI",
        help="the graph of statements that name none: an IRI, or graphs/NAME",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="the graphs hold what is loaded and nothing else (default: it is added)",
    )
    changes.add_change(parser, server=True)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Read, judge, keep; or send.

    Returns:
        0 when it is done, 1 when the shapes refuse it.

    Raises:
        UsageError: what is asked makes no sense, a file cannot be read, or the directory is no
            good.
        DialographError: the disk, or the server, does not take it.
    """
    _check(args)
    if args.server is not None:
        return _send(args)
    from dialograph.repository.interface import Author, GateError
    from dialograph.repository.offline import OfflineRepository, opened

    settings = changes.settings_of(args)
    author = Author(args.author or COMMAND_LINE)
    try:
        with ExitStack() as stack:
            if args.dry_run and not Path(str(settings.data_dir)).exists():
                # It is as if it were new, and it is not made.
                elsewhere = stack.enter_context(TemporaryDirectory())
                settings = replace(settings, data_dir=elsewhere)
            progress = stack.enter_context(Progress(args.lang))
            versions = stack.enter_context(opened(settings, create=True))
            repository = OfflineRepository(versions, settings, progress)
            conflicts: list[Conflict] = []
            if args.shipped:
                outcome, conflicts = repository.take_shipped(
                    author, replace=args.replace, dry_run=args.dry_run
                )
            else:
                outcome = _load(repository, args, author, settings)
    except GateError as error:
        return changes.tell_refusal(error, args)
    if args.json:
        told = [each._asdict() for each in conflicts]
        return changes.tell(outcome, args, **({"conflicts": told} if args.shipped else {}))
    changes.tell(outcome, args)
    _tell_conflicts(conflicts, args.lang)
    return 0


def _check(args: argparse.Namespace) -> None:
    if args.shipped == bool(args.files):
        raise UsageError(
            "Nothing says what to load."
            if not args.shipped
            else "--shipped stands alone, without files.",
            "Give files, or --shipped.",
            french="Indiquez soit des fichiers, soit --shipped.",
        )
    if args.shipped and (args.graph is not None or args.server is not None):
        raise UsageError(
            "--shipped goes with neither --graph nor --server.",
            "Stop the server, and give --data-dir.",
            french="--shipped ne va ni avec --graph ni avec --server. Arrêtez le serveur et "
            "indiquez --data-dir.",
        )


def _load(
    repository: OfflineRepository, args: argparse.Namespace, author: Author, settings: Settings
) -> Outcome:
    from dialograph.engine.document_errors import DocumentError
    from dialograph.repository.files import named, request_of

    files, done = _placed(args, settings), _done(args.files)
    if repository.versions.current is None:
        return repository.begin(files, author, done, dry_run=args.dry_run)
    request, body = request_of(files, "put" if args.replace else "post", settings.base_iri)
    with body:
        try:
            return repository.change(request, author, body, done=done, dry_run=args.dry_run)
        except DocumentError as error:
            raise named(error, files[0].path) from error


def _placed(args: argparse.Namespace, settings: Settings) -> Sequence[RdfFile]:
    """The files, each with the graph of its statements that name none."""
    from pyoxigraph import NamedNode

    from dialograph.engine.loading import RdfFile, form_of
    from dialograph.publish.opening import files_of

    for path in args.files:
        form_of(path)
    if args.graph is None:
        try:
            return files_of(replace(settings, load=tuple(map(str, args.files))))
        except ValueError as error:
            raise _nameless() from error
    graph = args.graph if ":" in args.graph else settings.base_iri + args.graph
    try:
        NamedNode(graph)
    except ValueError as error:
        raise UsageError(
            f"--graph cannot be {args.graph!r}: it is no absolute IRI.",
            "Give one, or graphs/NAME.",
            french=f"--graph ne peut être {args.graph!r} : ce n’est pas un IRI absolu. Donnez-en "
            "un, ou graphs/NOM.",
        ) from error
    return [RdfFile(path, graph) for path in args.files]


def _done(paths: Sequence[Path]) -> Done:
    from dialograph.repository.keeping import Done

    names = ", ".join(path.name for path in paths)
    return Done(
        f"load {' '.join(path.name for path in paths)}",
        f"Loaded: {names}.",
        f"Chargement : {names}.",
    )


def _send(args: argparse.Namespace) -> int:
    from dialograph import iris
    from dialograph.cli import remote
    from dialograph.engine.loading import content_of, form_of

    changes.check_server(args)
    path, parameters = "/graphs", {}
    if args.graph is None:
        if len(args.files) > 1:
            raise UsageError(
                "Several files go to a server into one graph, and none is named.",
                "Name it with --graph, or send them one by one.",
                french="Plusieurs fichiers vont dans un seul graphe du serveur, et aucun n’est "
                "nommé. Nommez-le par --graph, ou envoyez-les un par un.",
            )
        try:
            path = f"/graphs/{iris.slugify(args.files[0].name.partition('.')[0] or 'file')}"
        except ValueError as error:
            raise _nameless() from error
    elif ":" in args.graph:
        parameters = {"graph": args.graph}
    else:
        path = f"/{args.graph}"
    documents = [
        (each.name.removesuffix(".gz"), remote.Body(content_of(each), form_of(each).media_type))
        for each in args.files
    ]
    body = documents[0][1] if len(documents) == 1 else remote.form(documents)
    return remote.change(args, "PUT" if args.replace else "POST", path, parameters, body)


def _nameless() -> UsageError:
    return UsageError(
        "No name of a graph can be made of the name of the file.",
        "Name one with --graph.",
        french="Aucun nom de graphe ne peut être tiré du nom du fichier. Nommez-en un par --graph.",
    )


def _tell_conflicts(conflicts: Sequence[Conflict], spoken: str) -> None:
    from dialograph.shapes.terms import shorten

    if not conflicts:
        return
    texts = _TEXTS[spoken]
    print(f"\n{texts['conflicts']}")
    for each in conflicts:
        field = f" · {shorten(each.predicate)}" if each.predicate else ""
        print(f"\n{shorten(each.subject)}{field}")
        for name, values in (("here", each.kept), ("there", each.offered)):
            said = texts["gone"] if values is None else ", ".join(values) or texts["none"]
            if values is None or each.predicate:
                print(f"  {texts[name].format(values=said)}")
