"""``dialograph harvest``: graphs of others, fetched, mapped, judged and kept."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dialograph.cli import changes, harvest_words
from dialograph.cli.progress import Progress
from dialograph.errors import UsageError
from dialograph.values import COMMAND_LINE

if TYPE_CHECKING:
    from dialograph.integrate.harvest.harvesting import Harvester
    from dialograph.integrate.harvest.quarantine import Item, Quarantine
    from dialograph.integrate.harvest.results import Result
    from dialograph.integrate.harvest.sources import Source

_EPILOG = """
A file of sources says where graphs come from and what becomes of them: docs/harvesting.md, and
docs/sources.toml for an example. Each source fills a graph of its own. What is refused, by the
shapes or for another reason, is put aside with its report, and the graph stays as it was. A source
that fails keeps no other from being harvested.

A harvest that was stopped goes on where it was; one that finds nothing new changes nothing.

With --server, a running server takes the graphs, with the token in DIALOGRAPH_TOKEN; what arrives
is kept in --state.

examples:
  dialograph harvest --sources sources.toml --data-dir D
  dialograph harvest --only khartoum --dry-run --data-dir D
  dialograph harvest --quarantine --data-dir D
  dialograph harvest --accept 3f2a90c1d4e5 --data-dir D
  DIALOGRAPH_TOKEN=… dialograph harvest --due --server https://data.example.org/

exit codes: 0 done, 1 a source could not be fetched or was put aside, 2 sources.toml or an option is
no good, another process uses the directory
"""
_SOURCES = "sources.toml"
_SHOWN = 20
_BAD = {"failed", "quarantined"}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "harvest",
        help="take graphs in from other dialogues, endpoints and pages",
        description="Fetch what sources say, map it to our terms, and keep it as a graph of its "
        "own, through the shapes.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--sources",
        type=Path,
        default=Path(_SOURCES),
        metavar="FILE",
        help=f"where graphs come from (default: {_SOURCES})",
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="SOURCE", help="this source; may be repeated"
    )
    parser.add_argument(
        "--due", action="store_true", help="only sources whose schedule says that it is time"
    )
    parser.add_argument(
        "--state",
        type=Path,
        metavar="FOLDER",
        help="where what arrives is kept (default: the data directory; with --server, the folder "
        "harvest beside the sources)",
    )
    aside = parser.add_mutually_exclusive_group()
    aside.add_argument(
        "--quarantine",
        nargs="?",
        const="",
        metavar="ID",
        help="list what was put aside, or show one of it",
    )
    aside.add_argument("--retry", metavar="ID", help="take once more what was put aside")
    aside.add_argument("--accept", metavar="ID", help="take what waits for a person")
    aside.add_argument("--remove", metavar="ID", help="forget what was put aside")
    changes.add_change(parser, server=True)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Harvest, or look after what was put aside.

    Returns:
        0, or 1 when a source could not be fetched or was put aside.

    Raises:
        UsageError: what is asked makes no sense, the file of sources is no good, or the data
            directory.
        DialographError: the disk, or the server, does not take it.
    """
    from dialograph.engine.aside import QUARANTINE
    from dialograph.integrate.harvest.quarantine import Quarantine

    place = _place(args)
    quarantine = Quarantine(place / QUARANTINE)
    if args.quarantine is not None:
        return _look(args, quarantine)
    if args.remove is not None:
        item = quarantine.find(args.remove)
        quarantine.remove(item)
        print(json.dumps(item._asdict()) if args.json else harvest_words.removed(item, args.lang))
        return 0
    sources = _sources(args)
    with _harvester(args, place, quarantine) as harvester:
        name = args.retry or args.accept
        if name is not None:
            item = quarantine.find(name)
            source = _named(sources, item.source)
            result = harvester.again(source, item, accept=args.accept is not None)
            return _tell([result], [], args)
        return _harvest(harvester, sources, args)


def _harvest(harvester: Harvester, sources: Sequence[Source], args: argparse.Namespace) -> int:
    wanted = [_named(sources, each) for each in dict.fromkeys(args.only)] or list(sources)
    skipped = [each.name for each in wanted if args.due and not harvester.is_due(each)]
    results = []
    for source in wanted:
        if source.name not in skipped:
            results.append(harvester.harvest(source))
            if not args.json:
                print(harvest_words.line(results[-1], args.lang, dry_run=args.dry_run), flush=True)
    return _tell(results, skipped, args, told=True)


def _tell(
    results: Sequence[Result],
    skipped: Sequence[str],
    args: argparse.Namespace,
    *,
    told: bool = False,
) -> int:
    if args.json:
        said = {
            "dry_run": args.dry_run,
            "sources": [each._asdict() for each in results],
            "skipped": list(skipped),
        }
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        for each in results if not told else ():
            print(harvest_words.line(each, args.lang, dry_run=args.dry_run))
        print(harvest_words.summary(results, skipped, args.lang, dry_run=args.dry_run))
    return int(any(each.state in _BAD for each in results))


def _look(args: argparse.Namespace, quarantine: Quarantine) -> int:
    items: list[Item] = (
        [quarantine.find(args.quarantine)] if args.quarantine else quarantine.items()
    )
    if args.json:
        print(json.dumps([each._asdict() for each in items], ensure_ascii=False, indent=2))
    elif args.quarantine:
        print(harvest_words.shown(items[0], quarantine.triples(items[0], _SHOWN), args.lang))
    else:
        print(harvest_words.listed(items, args.lang))
    return 0


def _place(args: argparse.Namespace) -> Path:
    """Where what arrives is kept, and what is put aside."""
    if args.server is not None:
        changes.check_server(args, but=("base_iri",))
        return Path(args.state or args.sources.parent / "harvest")
    return Path(args.state or str(changes.settings_of(args).data_dir))


def _sources(args: argparse.Namespace) -> Sequence[Source]:
    import os

    from dialograph.integrate.harvest.configuring import read_sources
    from dialograph.settings import read_settings

    return read_sources(args.sources, read_settings(args, os.environ).base_iri)


def _named(sources: Sequence[Source], name: str) -> Source:
    for each in sources:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in sources)
    raise UsageError(
        f"There is no source {name}.",
        f"There are {known}.",
        french=f"Il n’y a pas de source {name}. Il y a {known}.",
    )


@contextmanager
def _harvester(
    args: argparse.Namespace, place: Path, quarantine: Quarantine
) -> Iterator[Harvester]:
    import os

    from dialograph.cli.harvest_server import ServerTarget
    from dialograph.engine.datafolder import DataFolder
    from dialograph.engine.durable import failures_in_words, make_folder
    from dialograph.engine.locking import Lock
    from dialograph.integrate.harvest.harvesting import Harvester
    from dialograph.integrate.harvest.targets import OfflineTarget, Target
    from dialograph.repository.interface import Author
    from dialograph.repository.offline import OfflineRepository, opened
    from dialograph.settings import read_settings

    settings = read_settings(args, os.environ)
    folder = place / "harvest"
    with ExitStack() as stack:
        target: Target
        if args.server is not None:
            target = ServerTarget(args.server, settings.base_iri, args.lang)
        else:
            versions = stack.enter_context(opened(settings))
            author = Author(args.author or COMMAND_LINE)
            target = OfflineTarget(OfflineRepository(versions, settings), settings, author)
        if not args.dry_run:
            with failures_in_words():
                make_folder(folder)
            stack.callback(Lock(DataFolder(folder)).release)
        progress = stack.enter_context(Progress(args.lang))
        yield Harvester(
            target,
            folder,
            quarantine,
            base_iri=settings.base_iri,
            dry_run=args.dry_run,
            say=lambda english, french: progress.tell(french if args.lang == "fr" else english),
        )
