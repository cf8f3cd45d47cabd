"""What the commands that change a data directory have in common: options, and what is said."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from dialograph.cli import language
from dialograph.errors import UsageError
from dialograph.settings import Settings, read_settings
from dialograph.values import COMMAND_LINE

if TYPE_CHECKING:
    from dialograph.repository.interface import GateError, Outcome, Verdict

_ACCEPTED_SHOWN, _REFUSED_SHOWN = 10, 100
"""Resources whose findings are shown."""
_TEXTS = {
    "en": {
        "made": "Version {version}: {added} came, {removed} went.",
        "dry": "Nothing was changed. {added} would come, {removed} would go.",
        "empty": "Nothing changes: version {version} stays.",
        "one": "{n} statement",
        "many": "{n} statements",
        "kept": "{n} violations of before are still there.",
        "mended": "{n} violations of before are mended.",
        "more": "And {n} more resources; --json tells up to a thousand findings.",
        "nothing": "Nothing was changed.",
    },
    "fr": {
        "made": "Version {version} : {added} en plus, {removed} en moins.",
        "dry": "Rien n’a été modifié. Il y aurait {added} en plus, {removed} en moins.",
        "empty": "Rien ne change : la version {version} reste.",
        "one": "{n} énoncé",
        "many": "{n} énoncés",
        "kept": "{n} violations antérieures demeurent.",
        "mended": "{n} violations antérieures sont corrigées.",
        "more": "Et {n} ressources de plus ; --json donne jusqu’à mille constats.",
        "nothing": "Rien n’a été modifié.",
    },
}


def add_data_dir(parser: argparse.ArgumentParser) -> None:
    """Give a command its ``--data-dir``, ``--json`` and ``--lang``."""
    parser.add_argument(
        "--data-dir", metavar="FOLDER", help="the data directory (variable: DIALOGRAPH_DATA_DIR)"
    )
    parser.add_argument("--json", action="store_true", help="what is said, as JSON")
    language.add_option(parser)


def add_change(parser: argparse.ArgumentParser, *, server: bool) -> None:
    """Give a command what it needs to change a data directory.

    Args:
        parser: of the command.
        server: whether a running server can make the change.
    """
    add_data_dir(parser)
    add_settings(parser, "base_iri", "default_graph", "shapes")
    parser.add_argument(
        "--author",
        default=None,
        metavar="NAME",
        help=f"who makes the change, for the history (default: {COMMAND_LINE!r}; a server knows it "
        "from the token)",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would come of it, and change nothing"
    )
    if server:
        parser.add_argument(
            "--server",
            metavar="URL",
            help="let the server that runs at this address make the change; the token stands in "
            "the variable DIALOGRAPH_TOKEN",
        )


def add_settings(parser: argparse.ArgumentParser, *names: str) -> None:
    """Give a command some of the settings of ``dialograph serve``, with the same meaning."""
    for setting in fields(Settings):
        if setting.name in names:
            told, name = setting.metadata, setting.name
            parser.add_argument(
                f"--{name.replace('_', '-')}",
                dest=name,
                metavar=told["metavar"],
                help=f"{told['help']} (default: {told['default']}; variable: "
                f"DIALOGRAPH_{name.upper()})",
            )


def settings_of(args: argparse.Namespace) -> Settings:
    """The settings of a command that works on a data directory.

    Raises:
        UsageError: it names none, or a setting is no good.
    """
    settings = read_settings(args, os.environ)
    if settings.data_dir is None:
        either = " or --server" if hasattr(args, "server") else ""
        raise UsageError(
            "The command does not say which data directory is meant.",
            f"Give --data-dir{either}.",
            french="La commande ne dit pas de quel répertoire de données il s’agit. Indiquez "
            f"--data-dir{either.replace(' or ', ' ou ')}.",
        )
    return settings


def check_server(args: argparse.Namespace, *, but: Sequence[str] = ()) -> None:
    """See that a command does not ask of a server what only the data directory can do.

    Args:
        args: its arguments.
        but: options that it may give all the same.

    Raises:
        UsageError: it does.
    """
    for name in ("data_dir", "author", "shapes", "base_iri", "default_graph"):
        if name not in but and getattr(args, name, None) is not None:
            flag = f"--{name.replace('_', '-')}"
            raise UsageError(
                f"{flag} is of no use with --server: the server knows better.",
                "Leave one of the two out.",
                french=f"{flag} ne sert à rien avec --server : le serveur le sait lui-même. "
                "Retirez l’un des deux.",
            )


def tell(outcome: Outcome, args: argparse.Namespace, **more: object) -> int:
    """Say what came of a change.

    Args:
        outcome: what did.
        args: the arguments: ``json``, ``lang`` and ``dry_run`` count.
        more: what else the JSON says.

    Returns:
        0.
    """
    if args.json:
        from dialograph.web.outcomes import as_json

        said = {"refused": False, "dry_run": args.dry_run, **as_json(outcome), **more}
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return 0
    texts = _TEXTS[args.lang]
    if outcome.verdict is not None:
        _tell_verdict(outcome, outcome.verdict, args.lang)
    print(figures(outcome._asdict(), args.lang, dry_run=args.dry_run))
    if outcome.verdict is not None:
        for name, number in (("kept", outcome.verdict.kept), ("mended", outcome.verdict.mended)):
            if number:
                print(texts[name].format(n=number))
    return 0


def tell_refusal(error: GateError, args: argparse.Namespace) -> int:
    """Say why a change is refused, as ``dialograph validate`` says what is wrong.

    Args:
        error: the refusal.
        args: as for :func:`tell`.

    Returns:
        1.
    """
    outcome = error.outcome
    if args.json:
        from dialograph.web.outcomes import as_json

        summary = {"en": error.message, "fr": error.french}
        said = {"refused": True, "dry_run": args.dry_run, "summary": summary, **as_json(outcome)}
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return 1
    assert outcome.verdict is not None
    _tell_verdict(outcome, outcome.verdict, args.lang)
    print(_TEXTS[args.lang]["nothing"])
    return 1


def figures(outcome: Mapping[str, Any], spoken: str, *, dry_run: bool) -> str:
    """A change in one sentence.

    Args:
        outcome: its ``version added removed created dropped``.
        spoken: ``fr`` or ``en``.
        dry_run: whether nothing was to be changed.
    """
    texts = _TEXTS[spoken]
    is_empty = not any(outcome[name] for name in ("added", "removed", "created", "dropped"))
    return texts["empty" if is_empty else "dry" if dry_run else "made"].format(
        version=outcome["version"],
        added=statements(outcome["added"], spoken),
        removed=statements(outcome["removed"], spoken),
    )


def statements(number: int, spoken: str) -> str:
    """So many statements, in words."""
    is_one = number == 1 or (number == 0 and spoken == "fr")
    shown = f"{number:,}".replace(",", "\u202f" if spoken == "fr" else ",")
    return _TEXTS[spoken]["one" if is_one else "many"].format(n=shown)


def _tell_verdict(outcome: Outcome, verdict: Verdict, spoken: str) -> None:
    from dialograph.repository.words import why_full
    from dialograph.shapes.report import Finding, Findings
    from dialograph.shapes.report import tell as told
    from dialograph.shapes.results import Severity

    grave = [each for each in verdict.new.results if each.severity.reaches(Severity.WARNING)]
    first: dict[object, int] = {}
    for place, each in enumerate(grave):
        first.setdefault(each.focus, place)
    shown = tuple(
        Finding(each, verdict.labels.get(str(each.focus), {}), None, None)
        for each in sorted(grave, key=lambda each: first[each.focus])
    )
    findings = Findings(shown, {Severity.INFO: 0}, outcome.added + outcome.removed)
    *resources, summary = told(findings, spoken).split("\n\n")
    most = _ACCEPTED_SHOWN if verdict.new.conforms else _REFUSED_SHOWN
    for resource in resources[:most]:
        print(f"{resource}\n")
    if len(resources) > most:
        print(_TEXTS[spoken]["more"].format(n=len(resources) - most) + "\n")
    print(summary + why_full(verdict, spoken))
