"""``dialograph``: find the command, run it, and say in one line what went wrong."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module

from dialograph import __version__
from dialograph.cli import terminal
from dialograph.cli.language import of_environment
from dialograph.errors import DISK_IS_FULL, DialographError

_MODULES = {
    "validate": "validating",
    "import": "importing",
    "evidence": "quoting",
    "query": "querying",
    "export": "exporting",
    "serve": "serving",
    "load": "loading",
    "harvest": "harvesting",
    "update": "updating",
    "versions": "versions",
    "diff": "versions",
    "rollback": "versions",
    "backup": "backing_up",
    "restore": "backing_up",
    "resolve": "resolving",
    "crosswalk": "crosswalking",
    "report": "reporting",
    "token": "tokens",
    "new-dialogue": "joining",
}
_FULL_DISK = {
    "en": "The disk is full. Make room, then try again.",
    "fr": "Le disque est plein. Faites de la place, puis réessayez.",
}
_EPILOG = """
`dialograph COMMAND --help` explains a command, with examples.

exit codes:
  0  done
  1  refused: the data is invalid, or a check failed
  2  wrong usage: an unknown option, a missing file, a file or a query that does not parse
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: what was typed after ``dialograph``; the arguments of the process when None.

    Returns:
        The exit code: 0 done, 1 refused, 2 wrong usage (design, section 2); 130 and 141 as a
        shell does when the person interrupts it or the reader of its output goes away.
    """
    _be_quiet_about_libraries()
    terminal.spare()
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except DialographError as error:
        return _say(error, error.exit_code)
    except SystemExit as error:  # argparse has said what there is to say
        return error.code if isinstance(error.code, int) else 2
    except KeyboardInterrupt:
        return _say("stopped.", 130)
    except BrokenPipeError:
        # Python would complain when it flushes standard output at exit: give it another one.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:  # noqa: BLE001 — a person is never shown a traceback
        fault = f"{type(error).__name__}: {error}"
        return _say(f"this is a fault of dialograph, please report it: {fault}", 1)


def _run(words: Sequence[str]) -> int:
    parser, commands = _parsers(words)
    args, unknown = parser.parse_known_args(words)
    if unknown:
        # argparse itself would show the usage of `dialograph`, which is of no help.
        command = next((commands[word] for word in words if word in commands), parser)
        command.error(f"unrecognized arguments: {' '.join(unknown)}")
    if "func" not in args:
        parser.print_help(sys.stderr)
        return 2
    try:
        code = int(args.func(args))
    except DialographError as error:
        if not error.french or _language(args) != "fr":
            raise
        return _say(error.french, error.exit_code)
    except OSError as error:
        if error.errno not in DISK_IS_FULL:
            raise
        return _say(_FULL_DISK[_language(args)], 1)
    sys.stdout.flush()
    return code


def _language(args: argparse.Namespace) -> str:
    # Commands without --lang, such as serve, speak as the locale says.
    return getattr(args, "lang", None) or of_environment(os.environ)


def _say(problem: object, code: int) -> int:
    print(f"dialograph: {' '.join(str(problem).split())}", file=sys.stderr)
    return code


def _parsers(
    words: Sequence[str],
) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    parser = argparse.ArgumentParser(
        prog="dialograph",
        description="Linked data about international migration dialogues: check it, ask it, "
        "export it, serve it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"dialograph {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    typed = next((word for word in words if not word.startswith("-")), "")
    # The modules of the other commands are not even imported: that is time.
    wanted = [_MODULES[typed]] if typed in _MODULES else list(dict.fromkeys(_MODULES.values()))
    for name in wanted:
        import_module(f"dialograph.cli.{name}").register(commands)
    return parser, dict(commands.choices)


def _be_quiet_about_libraries() -> None:
    """Keep what rdflib mutters about ill-formed values off the terminal: the gate tells it."""
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # Data is UTF-8 wherever it goes; only a terminal may have its own encoding.
            reconfigure(errors="backslashreplace") if stream.isatty() else reconfigure(
                encoding="utf-8", errors="backslashreplace"
            )
