"""``dialograph token``: who may write which graphs of a server."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dialograph.cli import language
from dialograph.errors import UsageError

if TYPE_CHECKING:
    from dialograph.repository.tokens import Token

_EPILOG = """
The file keeps hashes, not tokens: a token that is lost is revoked, and another made. A running
server sees at once what has changed in the file.

examples:
  dialograph token new --tokens-file tokens.json --graph graphs/rabat --name "Rabat secretariat"
  dialograph token new --tokens-file tokens.json --graph '*' --expires 90d
  dialograph token list --tokens-file tokens.json
  dialograph token revoke --tokens-file tokens.json "Rabat secretariat"

exit codes: 0 done, 2 an unknown token, a name or date that is no good, an unreadable file
"""
_DAYS_MAX = 36_500
_TEXTS = {
    "en": {
        "once": "This is the only time that the token is shown: keep it as you would a password.",
        "may": "{name} ({id}) may write {graphs}; {until}.",
        "all": "every graph",
        "never": "it does not expire",
        "until": "it is good until {moment} UTC",
        "revoked": "The token of {name} ({id}) is revoked.",
        "none": "There is no token.",
        "head": "ID|NAME|GRAPHS|MADE|GOOD UNTIL",
        "forever": "revoked",
        "expired": "{moment} (expired)",
    },
    "fr": {
        "once": "Le jeton n’est montré que cette fois : gardez-le comme un mot de passe.",
        "may": "{name} ({id}) peut écrire dans {graphs} ; {until}.",
        "all": "tous les graphes",
        "never": "il n’expire pas",
        "until": "il est valable jusqu’au {moment} UTC",
        "revoked": "Le jeton de {name} ({id}) est révoqué.",
        "none": "Il n’y a aucun jeton.",
        "head": "ID|NOM|GRAPHES|FAIT LE|VALABLE JUSQU’À",
        "forever": "révocation",
        "expired": "{moment} (expiré)",
    },
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "token",
        help="make, list and revoke the tokens that writing needs",
        description="Make, list and revoke the tokens that writing to a server needs.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    new = _action(actions, "new", "make a token, and print it once")
    new.add_argument(
        "--graph",
        dest="graphs",
        action="append",
        default=[],
        metavar="IRI",
        help="a graph that it may write: graphs/NAME, a whole IRI, or '*' for all; may be repeated",
    )
    new.add_argument(
        "--name", metavar="NAME", help="what its holder is called in the history (default: its ID)"
    )
    new.add_argument(
        "--expires",
        metavar="DAYS|DATE",
        help="how long it is good: 90d for ninety days, or 2027-01-31 for that day and no longer, "
        "in UTC (default: until it is revoked)",
    )
    new.set_defaults(func=run_new)
    _action(actions, "list", "list the tokens").set_defaults(func=run_list)
    revoke = _action(actions, "revoke", "make a token worthless")
    revoke.add_argument("which", metavar="ID|NAME", help="which one, as the list calls it")
    revoke.set_defaults(func=run_revoke)


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, explanation: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=explanation, description=explanation.capitalize() + ".")
    given = os.environ.get("DIALOGRAPH_TOKENS_FILE") or None
    parser.add_argument(
        "--tokens-file",
        type=Path,
        default=Path(given) if given else None,
        required=given is None,
        metavar="FILE",
        help="the file of tokens (variable: DIALOGRAPH_TOKENS_FILE)",
    )
    parser.add_argument("--json", action="store_true", help="what is said, as JSON")
    language.add_option(parser)
    return parser


def run_new(args: argparse.Namespace) -> int:
    """Make a token; it alone goes to standard output.

    Returns:
        0.

    Raises:
        UsageError: a graph, the name or the time is no good, or the file cannot be written.
    """
    from dialograph.repository.token_file import new_token

    expires = _expiry(args.expires, datetime.now(UTC)) if args.expires else None
    token, made = new_token(args.tokens_file, tuple(args.graphs), args.name, expires)
    if args.json:
        print(json.dumps({"token": token, **_told(made)}, ensure_ascii=False, indent=2))
        return 0
    texts = _TEXTS[args.lang]
    until = texts["until"].format(moment=_shown(made.expires)) if made.expires else texts["never"]
    graphs = texts["all"] if "*" in made.graphs else ", ".join(made.graphs)
    print(token)
    sys.stdout.flush()
    said = texts["may"].format(name=made.name, id=made.id, graphs=graphs, until=until)
    print(f"{texts['once']}\n{said}", file=sys.stderr)
    return 0


def run_list(args: argparse.Namespace) -> int:
    """List the tokens.

    Returns:
        0.

    Raises:
        UsageError: the file cannot be read.
    """
    from dialograph.cli.answering import table
    from dialograph.repository.tokens import read_tokens

    if not args.tokens_file.exists():
        raise UsageError(
            f"There is no file {args.tokens_file}.",
            "`dialograph token new` makes it.",
            french=f"{args.tokens_file} n’existe pas ; « dialograph token new » le fait.",
        )
    tokens, texts, now = read_tokens(args.tokens_file), _TEXTS[args.lang], datetime.now(UTC)
    if args.json:
        listed = [{**_told(each), "expired": each.is_expired(now)} for each in tokens]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    if not tokens:
        print(texts["none"])
        return 0
    rows = []
    for each in tokens:
        until = _shown(each.expires) if each.expires else texts["forever"]
        until = texts["expired"].format(moment=until) if each.is_expired(now) else until
        rows.append([each.id, each.name, " ".join(each.graphs), _shown(each.created), until])
    sys.stdout.write(table(texts["head"].split("|"), rows))
    return 0


def run_revoke(args: argparse.Namespace) -> int:
    """Revoke a token.

    Returns:
        0.

    Raises:
        UsageError: there is no such token, or the file cannot be written.
    """
    from dialograph.repository.token_file import revoke_token

    gone = revoke_token(args.tokens_file, args.which)
    if args.json:
        print(json.dumps(_told(gone), ensure_ascii=False, indent=2))
    else:
        print(_TEXTS[args.lang]["revoked"].format(name=gone.name, id=gone.id))
    return 0


def _expiry(text: str, now: datetime) -> datetime:
    """From when on a token is no good.

    Args:
        text: days from now, as ``90d``, or the last day on which it is good.
        now: the moment of asking.

    Raises:
        UsageError: it is neither, or over already.
    """
    days = re.fullmatch(r"([0-9]{1,5})d", text)
    if days and 0 < int(days[1]) <= _DAYS_MAX:
        return now.replace(microsecond=0) + timedelta(days=int(days[1]))
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        day = None
    if day is not None and now.date() <= day < date.max:
        return datetime.combine(day + timedelta(days=1), time(), UTC)
    raise UsageError(
        f"--expires cannot be {text[:40]!r}.",
        "Give days, such as 90d, or a day to come, such as 2027-01-31.",
        french=f"--expires ne peut être {text[:40]!r} ; donnez des jours, comme 90d, ou un jour à "
        "venir, comme 2027-01-31.",
    )


def _told(token: Token) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "graphs": list(token.graphs),
        "created": token.created.isoformat(),
        "expires": token.expires.isoformat() if token.expires else None,
    }


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"
