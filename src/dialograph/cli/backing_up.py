"""``dialograph backup`` and ``restore``: a data directory in one file, and back."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dialograph.cli import changes
from dialograph.cli.progress import Progress

if TYPE_CHECKING:
    from dialograph.engine.records import Version

_BACKUP = """
A server may run meanwhile: the backup holds the version that is the current one when it begins, and
those before it, and what harvests have put aside. The file gets its name once it has been read
again and compared. The tokens are not in it.

examples:
  dialograph backup /backups/dialograph-2027-01-31.tar.zst --data-dir /var/lib/dialograph
  dialograph backup - --data-dir D | ssh elsewhere 'cat > dialograph.tar.zst'

exit codes: 0 done, 1 the directory is damaged, or the disk does not take it, 2 no data directory,
the file exists
"""
_RESTORE = """
The directory is new or empty; what is in the backup is verified before anything counts.

examples:
  dialograph restore /backups/dialograph-2027-01-31.tar.zst --data-dir /var/lib/dialograph
  dialograph restore - --data-dir NEW < dialograph.tar.zst

exit codes: 0 done, 1 there are versions already, or the disk does not take it, 2 no backup, a
damaged one, or another process uses the directory
"""
_TEXTS = {
    "en": {
        "backup": "{file} holds version {version}: {statements}.",
        "restore": "{folder} holds version {version}: {statements}.",
    },
    "fr": {
        "backup": "{file} contient la version {version} : {statements}.",
        "restore": "{folder} contient la version {version} : {statements}.",
    },
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to the command line."""
    for name, told, epilog, file, run in (
        (
            "backup",
            "write a data directory into one file",
            _BACKUP,
            "the file to make; - is standard output",
            run_backup,
        ),
        (
            "restore",
            "make a data directory from a backup",
            _RESTORE,
            "the backup; - is standard input",
            run_restore,
        ),
    ):
        parser = commands.add_parser(
            name,
            help=told,
            description=told.capitalize() + ".",
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        parser.add_argument("file", metavar="FILE", help=file)
        changes.add_data_dir(parser)
        parser.set_defaults(func=run)


def run_backup(args: argparse.Namespace) -> int:
    """Write the backup.

    Returns:
        0.

    Raises:
        UsageError: there is no data directory, nothing in it, or the file exists.
        DamagedError, StorageError: the directory is damaged, or the file cannot be written.
    """
    from dialograph.engine.backups import backup

    root = Path(str(changes.settings_of(args).data_dir))
    with Progress(args.lang) as progress:
        progress("packing")
        target = sys.stdout.buffer if args.file == "-" else Path(args.file)
        version = backup(root, target)
    return _tell(args, "backup", version, to_error=args.file == "-")


def run_restore(args: argparse.Namespace) -> int:
    """Make the data directory.

    Returns:
        0.

    Raises:
        UsageError: this is no whole backup, or another process uses the directory.
        RefusedError: there are versions already.
        StorageError: the disk did not take it.
    """
    from dialograph.engine.backups import restore

    root = Path(str(changes.settings_of(args).data_dir))
    with Progress(args.lang) as progress:
        progress("unpacking")
        version = restore(sys.stdin.buffer if args.file == "-" else Path(args.file), root)
    return _tell(args, "restore", version, to_error=False)


def _tell(args: argparse.Namespace, name: str, version: Version, *, to_error: bool) -> int:
    output = sys.stderr if to_error else sys.stdout
    if args.json:
        told = {
            "version": version.number,
            "revision": version.revision,
            "time": version.time.isoformat(),
            "statements": version.statements,
        }
        print(json.dumps(told), file=output)
        return 0
    said = _TEXTS[args.lang][name].format(
        file=args.file,
        folder=args.data_dir or "DIALOGRAPH_DATA_DIR",
        version=version.number,
        statements=changes.statements(version.statements, args.lang),
    )
    print(said, file=output)
    return 0
