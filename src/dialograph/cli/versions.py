"""``dialograph versions``, ``diff`` and ``rollback``: what changed, and the way back."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dialograph.cli import changes
from dialograph.cli.progress import Progress
from dialograph.errors import UsageError
from dialograph.values import COMMAND_LINE

if TYPE_CHECKING:
    from dialograph.engine.history import History
    from dialograph.engine.records import Version

_VERSIONS = """
--prune removes what neither --versions-kept nor --versions-days keeps. What is needed to read the
oldest version kept stays too. A server does the same by itself when it runs with these settings.
There is no such command through a server: --prune needs that it is stopped; listing does not.
STATEMENTS counts all graphs, the history too; CAME and WENT leave out what it says of the version.

examples:
  dialograph versions --data-dir D
  dialograph versions --prune --versions-kept 100 --versions-days 365 --data-dir D

exit codes: 0 done, 1 versions are being read or the directory is damaged, 2 no data directory,
another process uses it, a setting is no good
"""
_DIFF = """
Writes an RDF Patch: a row D for each statement of the first that the second does not have, a row A
for each that it has more. With --json, their numbers, by graph. A running server does not mind.

examples:
  dialograph diff 41 42 --data-dir D
  dialograph diff 42 41 --data-dir D > back.rdfp
  dialograph diff 1 42 --json --data-dir D

exit codes: 0 done, 1 there is no such version, or the directory is damaged, 2 no data directory
"""
_ROLLBACK = """
The graphs become what they were, as a new version: nothing is lost, and one can come back from
there. The history goes on. The shapes judge the change as any other. There is no such command
through a server: it has to be stopped.

examples:
  dialograph rollback 41 --data-dir D
  dialograph rollback 41 --dry-run --data-dir D

exit codes: 0 done, 1 refused by the shapes, or there is no such version, 2 no data directory,
another process uses it, a setting is no good
"""
_TEXTS = {
    "en": {
        "head": "VERSION|TIME (UTC)|AUTHOR|WHAT|CAME|WENT|STATEMENTS|GATE",
        "none": "There is no version yet.",
        "unjudged": "not judged",
        "judged": "{warnings} warnings, {kept} violations kept",
        "pruned": "Removed: {n} versions, {first} to {last}.",
        "kept": "Nothing to remove.",
    },
    "fr": {
        "head": "VERSION|DATE (UTC)|AUTEUR|ACTION|EN PLUS|EN MOINS|ÉNONCÉS|EXAMEN",
        "none": "Il n’y a encore aucune version.",
        "unjudged": "non examinée",
        "judged": "{warnings} avertissements, {kept} violations maintenues",
        "pruned": "Supprimées : {n} versions, {first} à {last}.",
        "kept": "Rien à supprimer.",
    },
}
_NUMBERS = (0, 4, 5, 6)
_WIDEST = 40


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to the command line."""
    listing = _command(
        commands, "versions", "list the versions of a data directory, or remove old ones", _VERSIONS
    )
    listing.add_argument("--prune", action="store_true", help="remove old versions")
    changes.add_data_dir(listing)
    changes.add_settings(listing, "base_iri", "default_graph", "versions_kept", "versions_days")
    listing.set_defaults(func=run_versions)
    diff = _command(commands, "diff", "what differs between two versions, as an RDF Patch", _DIFF)
    diff.add_argument("old", type=int, metavar="N", help="the number of a version")
    diff.add_argument("new", type=int, metavar="M", help="the number of another, or of the same")
    changes.add_data_dir(diff)
    diff.set_defaults(func=run_diff)
    back = _command(commands, "rollback", "go back to an older version, as a new one", _ROLLBACK)
    back.add_argument("number", type=int, metavar="N", help="the number of the older version")
    changes.add_change(back, server=False)
    back.set_defaults(func=run_rollback)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, told: str, epilog: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=told,
        description=told.capitalize() + ".",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def run_versions(args: argparse.Namespace) -> int:
    """List them, or remove old ones.

    Returns:
        0.

    Raises:
        UsageError: there is no data directory, or nothing says what to keep.
        RefusedError: versions are being read.
        DamagedError, StorageError: the directory is damaged, or cannot be written.
    """
    if args.prune:
        return _prune(args)
    listed = _history(args).list()
    own = _of_history(listed, changes.settings_of(args).base_iri)
    if args.json:
        told = [_told(each, less) for each, less in zip(listed, own, strict=True)]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    texts = _TEXTS[args.lang]
    if not listed:
        print(texts["none"])
        return 0
    from dialograph.cli.answering import table

    rows = [_row(each, less, texts) for each, less in zip(listed, own, strict=True)][::-1]
    sys.stdout.write(table(texts["head"].split("|"), rows, _NUMBERS))
    return 0


def run_diff(args: argparse.Namespace) -> int:
    """Write what differs.

    Returns:
        0.

    Raises:
        UsageError: there is no data directory.
        UnknownVersionError: there is no version of such a number, or no more.
        DamagedError: the directory is damaged.
    """
    from dialograph.engine.records import graph_key

    history = _history(args)
    if not args.json:
        sys.stdout.flush()
        history.write_way(args.old, args.new, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return 0
    delta = history.delta(args.old, args.new)
    graphs: dict[str, dict[str, int]] = {}
    for name, quads in (("added", delta.added), ("removed", delta.removed)):
        for graph, number in Counter(graph_key(quad.graph_name) or "" for quad in quads).items():
            graphs.setdefault(graph, {"added": 0, "removed": 0})[name] = number
    told = {
        "from": args.old,
        "to": args.new,
        "added": len(delta.added),
        "removed": len(delta.removed),
        "created": list(delta.created),
        "dropped": list(delta.dropped),
        "graphs": dict(sorted(graphs.items())),
    }
    print(json.dumps(told, ensure_ascii=False, indent=2))
    return 0


def run_rollback(args: argparse.Namespace) -> int:
    """Go back.

    Returns:
        0 when it is done, 1 when the shapes refuse it.

    Raises:
        UsageError: the directory is no good, or another process uses it.
        UnknownVersionError: there is no version of that number, or no more.
        DamagedError, StorageError: the directory is damaged, or cannot be written.
    """
    from dialograph.repository.interface import Author, GateError, RollbackRequest
    from dialograph.repository.offline import OfflineRepository, opened

    settings = changes.settings_of(args)
    try:
        with Progress(args.lang) as progress, opened(settings) as versions:
            outcome = OfflineRepository(versions, settings, progress).change(
                RollbackRequest(args.number),
                Author(args.author or COMMAND_LINE),
                dry_run=args.dry_run,
            )
    except GateError as error:
        return changes.tell_refusal(error, args)
    return changes.tell(outcome, args)


def _prune(args: argparse.Namespace) -> int:
    from dialograph.repository.offline import opened

    settings = changes.settings_of(args)
    kept, days = settings.versions_kept, settings.versions_days
    if not kept and not days:
        raise UsageError(
            "Nothing says which versions to keep.",
            "Give --versions-kept, --versions-days, or both.",
            french="Rien ne dit quelles versions garder. Indiquez --versions-kept, "
            "--versions-days, ou les deux.",
        )
    with opened(settings) as versions:
        age = timedelta(days=days) if days else None
        gone = versions.prune(kept or None, age, datetime.now(UTC))
    texts = _TEXTS[args.lang]
    if args.json:
        print(json.dumps({"removed": list(gone)}))
    elif gone:
        print(texts["pruned"].format(n=len(gone), first=gone[0], last=gone[-1]))
    else:
        print(texts["kept"])
    return 0


def _history(args: argparse.Namespace) -> History:
    from dialograph.engine.versions import Versions

    return Versions.read_only(Path(str(changes.settings_of(args).data_dir)))


def _of_history(versions: Sequence[Version], base_iri: str) -> list[int]:
    """How many statements of each version are what the history says of it.

    Of the oldest one, that is known only if it is the first of all; else it is 0.
    """
    from dialograph.repository.provenance import graph_of

    name, found, before = graph_of(base_iri), [], 0
    for place, each in enumerate(versions):
        now = each.graphs.get(name)
        known = now is not None and (place or each.number == 1)
        found.append((now or 0) - before if known else 0)
        before = before if now is None else now
    return found


def _row(version: Version, less: int, texts: dict[str, str]) -> list[str]:
    gate = version.gate
    judged = texts["unjudged"]
    if gate is not None:
        judged = texts["judged"].format(warnings=gate.warnings, kept=gate.kept)
    what = version.what if len(version.what) <= _WIDEST else f"{version.what[: _WIDEST - 1]}…"
    return [
        str(version.number),
        f"{version.time:%Y-%m-%d %H:%M:%S}",
        version.author,
        what,
        str(version.added - less),
        str(version.removed),
        str(version.statements),
        judged,
    ]


def _told(version: Version, less: int) -> dict[str, Any]:
    return {
        "version": version.number,
        "revision": version.revision,
        "time": version.time.isoformat(),
        "author": version.author,
        "what": version.what,
        "added": version.added - less,
        "removed": version.removed,
        "statements": version.statements,
        "graphs": {name or "": number for name, number in version.graphs.items()},
        "gate": None if version.gate is None else version.gate._asdict(),
        "software": version.software,
    }
