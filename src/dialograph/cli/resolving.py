"""``dialograph resolve``: what came from elsewhere and may be ours, for a person to decide."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from dialograph.cli import changes, writing
from dialograph.cli.progress import Progress
from dialograph.cli.resolution_texts import TEXTS, show, tell
from dialograph.errors import UsageError
from dialograph.values import COMMAND_LINE

if TYPE_CHECKING:
    import pyoxigraph as ox

    from dialograph.integrate.decisions import Case
    from dialograph.repository.interface import ChangeRequest
    from dialograph.settings import Settings

_EPILOG = """
What a harvest, or `resolve try --remember`, could not tell for certain waits here. What is accepted
is the same from then on, wherever it stands; what is refused is not asked again. Both are kept as
statements in the graph BASE_IRI + graphs/resolution, with the versions of the data directory.

examples:
  dialograph resolve list --data-dir D
  dialograph resolve accept same-1f2e3d4c5b6a same-0a1b2c3d4e5f --data-dir D
  DIALOGRAPH_TOKEN=… dialograph resolve refuse same-1f2e3d4c5b6a --server https://data.example.org/
  dialograph resolve try partners.ttl --output in-our-terms.nq --data-dir D

exit codes: 0 done, 1 refused by the shapes (or by the server), 2 wrong usage
"""
_STATES = ("waiting", "accepted", "refused")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "resolve",
        help="decide what came from elsewhere and may be something of ours",
        description="Decide what came from elsewhere and may be something of ours: a country, an "
        "organisation, an objective, a place, a document.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show what waits for a decision")
    listing.add_argument(
        "--all", action="store_true", help="also what was accepted and what was refused"
    )
    changes.add_data_dir(listing)
    changes.add_settings(listing, "base_iri")
    listing.set_defaults(func=run_list)
    for name, told in (("accept", "it is the same"), ("refuse", "it is not the same")):
        deciding = actions.add_parser(name, help=f"say that {told}")
        deciding.add_argument(
            "names", nargs="+", metavar="NAME", help="as `resolve list` shows it: same-…"
        )
        changes.add_change(deciding, server=True)
        deciding.set_defaults(func=run_decide, decision=name)
    trying = actions.add_parser(
        "try", help="say what RDF files would come to, in the terms of the data directory"
    )
    trying.add_argument("files", nargs="+", type=Path, metavar="FILE", help="RDF files")
    trying.add_argument(
        "--output", type=Path, metavar="FILE", help="write the statements in our terms (N-Quads)"
    )
    trying.add_argument(
        "--remember",
        metavar="URL",
        help="keep what is likely for `resolve list`; the address that the files came from",
    )
    changes.add_change(trying, server=False)
    trying.set_defaults(func=run_try)


def run_list(args: argparse.Namespace) -> int:
    """Show what is on record.

    Returns:
        0.

    Raises:
        UsageError: the directory is none.
        DamagedError: something in it is missing, or is not what was written.
    """
    settings = changes.settings_of(args)
    wanted = _STATES if args.all else _STATES[:1]
    shown = [each for each in _cases(_quads(settings), settings) if each.state in wanted]
    if args.json:
        print(json.dumps([each._asdict() for each in shown], ensure_ascii=False, indent=2))
        return 0
    texts = TEXTS[args.lang]
    for each in shown:
        show(each, args.lang)
    waiting = sum(each.state == "waiting" for each in shown)
    print(texts["count" if waiting else "none"].format(n=waiting))
    return 0


def run_decide(args: argparse.Namespace) -> int:
    """Accept or refuse, as one new version.

    Returns:
        0 when it is done, 1 when the shapes refuse it.

    Raises:
        UsageError: nothing of that name is on record, or it is too late; the directory is no good.
        DialographError: the disk or the server does not take it.
    """
    from dialograph.integrate import decisions
    from dialograph.repository.interface import UpdateRequest

    if args.server is None:
        settings = changes.settings_of(args)
        cases, base = _cases(_quads(settings), settings), str(settings.base_iri)
    else:
        changes.check_server(args)
        cases, base = _remote_cases(args)
    known = {each.slug: each for each in cases}
    steps = []
    for name in dict.fromkeys(args.names):
        case = known.get(name)
        if case is None:
            raise UsageError(
                f"Nothing called {name!r} is on record.",
                "`dialograph resolve list --all` shows the names.",
                french=f"Rien n’est consigné sous le nom {name!r}. « dialograph resolve list "
                "--all » donne les noms.",
            )
        if case.state == "accepted":
            raise UsageError(
                f"{name} has been accepted already.",
                "To take that back: dialograph rollback.",
                french=f"{name} a déjà été accepté. Pour revenir en arrière : dialograph rollback.",
            )
        decide: Callable[..., str] = getattr(decisions, args.decision)
        steps.append(decide(case, base))
    update = " ;\n".join(steps).encode()
    if args.server is not None:
        from dialograph.cli import remote

        body = remote.Body(update, "application/sparql-update")
        return remote.change(args, "POST", "/update", {}, body)
    return _changed(args, settings, UpdateRequest(settings.base_iri), update)


def run_try(args: argparse.Namespace) -> int:
    """Resolve files against what the directory holds.

    Returns:
        0 when it is done, 1 when the shapes refuse what was to be remembered.

    Raises:
        UsageError: a file cannot be read or does not parse, or the directory is no good.
    """
    from dialograph.engine.loading import RdfFile
    from dialograph.integrate import decisions
    from dialograph.integrate.matching import Index
    from dialograph.integrate.resolution import resolve
    from dialograph.repository.files import store_of
    from dialograph.repository.interface import GraphRequest, Part

    settings = changes.settings_of(args)
    with Progress(args.lang) as progress:
        progress("reading")
        ours = list(_quads(settings))
        incoming = store_of([RdfFile(path, None) for path in args.files], settings.base_iri)
        base = str(settings.base_iri)
        cases = _cases(ours, settings)
        found = resolve(incoming, Index.read(ours), decisions.read(cases))
    if args.output is not None:
        lines = "".join(f"{quad} .\n" for quad in found.quads)
        writing.write_whole(args.output, lines.encode())
    tell(found, args)
    if args.remember is None:
        return 0
    quads = decisions.remember(found.likely, cases, args.remember, base)
    if not quads:
        return 0
    text = "".join(f"{quad.triple} .\n" for quad in quads).encode()
    request = GraphRequest("post", decisions.graph_of(base), (Part("ntriples", len(text)),))
    return _changed(args, settings, request, text)


def _changed(
    args: argparse.Namespace, settings: Settings, request: ChangeRequest, body: bytes
) -> int:
    from dialograph.repository.interface import Author, GateError
    from dialograph.repository.offline import OfflineRepository, opened

    try:
        with (
            Progress(args.lang) as progress,
            opened(settings) as versions,
            TemporaryFile() as file,
        ):
            file.write(body)
            file.flush()
            file.seek(0)
            outcome = OfflineRepository(versions, settings, progress).change(
                request,
                Author(args.author or COMMAND_LINE),
                file,
                dry_run=args.dry_run,
            )
    except GateError as error:
        return changes.tell_refusal(error, args)
    return changes.tell(outcome, args)


def _quads(settings: Settings) -> Iterator[ox.Quad]:
    """The current statements of a data directory, read beside whoever writes there."""
    from dialograph.engine.filling import fill
    from dialograph.engine.versions import Versions

    history = Versions.read_only(Path(str(settings.data_dir)))
    current = history.current
    if current is None:
        return iter(())
    return fill(history.load(current.number), union=False).quads()


def _cases(quads: Iterator[ox.Quad] | Sequence[ox.Quad], settings: Settings) -> list[Case]:
    import pyoxigraph as ox

    from dialograph.integrate import decisions

    graph = ox.NamedNode(decisions.graph_of(str(settings.base_iri)))
    return decisions.cases(quad for quad in quads if quad.graph_name == graph)


def _remote_cases(args: argparse.Namespace) -> tuple[list[Case], str]:
    """What is on record with a server, and the base IRI that its graphs are named by."""
    import pyoxigraph as ox

    from dialograph.cli import remote
    from dialograph.integrate import decisions

    path = f"graphs/{decisions.NAME}"
    answer = remote.fetch(args, f"/{path}", "application/n-triples")
    if answer is None:
        return [], ""
    quads = list(ox.parse(answer, ox.RdfFormat.N_TRIPLES))
    names = (quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))
    graph = next((name for name in names if name.endswith(f"/{path}")), "")
    return decisions.cases(quads), graph.removesuffix(path)
