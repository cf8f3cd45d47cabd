"""``dialograph evidence``: quotes looked up in the text that they are taken from."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dialograph.cli import language
from dialograph.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

SEED = "rabat-gcm-alignment-fr"

_CHECK_EPILOG = """
White space is folded: line breaks, indents and non-breaking spaces count as one space. Prefix,
quote and suffix must follow one another without a gap, in one place of the text only.

examples:
  dialograph evidence check --source rabat-gcm-alignment-fr.txt
  dialograph evidence check --source conclusions.txt --document conclusions-2023 --data my.ttl
  dialograph evidence check --source rabat-gcm-alignment-fr.txt --json

exit codes: 0 every quote is found exactly once, 1 one is not, 2 a file cannot be read
"""
_LOCATE_EPILOG = """
examples:
  dialograph evidence locate --source rabat-gcm-alignment-fr.txt "grâce à son partenariat avec"
  dialograph evidence locate --source conclusions.txt --occurrence 2 "les Partenaires"
"""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "evidence",
        help="check quotes against the text that they are taken from",
        description="Quotes and the text that they are taken from.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="look up every quote of a document in its text",
        description="Look up every quote of a document in its text: each must be found, word for "
        "word, exactly once.",
        epilog=_CHECK_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_source(check)
    check.add_argument(
        "--document",
        default=SEED,
        metavar="IRI|SLUG",
        help=f"the document that FILE is the text of (default: {SEED})",
    )
    check.add_argument(
        "--data",
        type=Path,
        action="append",
        metavar="PATH",
        help="RDF file or folder that holds the quotes (default: the shipped graph)",
    )
    check.add_argument("--json", action="store_true", help="the result as JSON")
    language.add_option(check)
    check.set_defaults(func=run_check)

    locate = actions.add_parser(
        "locate",
        help="find the prefix and the suffix of a new quote",
        description="Find the prefix and the suffix with which a quote is found exactly once, "
        "ready for the columns of evidence.csv.",
        epilog=_LOCATE_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_source(locate)
    locate.add_argument("quote", metavar="QUOTE", help="words of the text, white space as you like")
    locate.add_argument(
        "--occurrence",
        type=int,
        default=1,
        metavar="N",
        help="which one is meant, where the text says it more than once (default: 1)",
    )
    locate.add_argument("--json", action="store_true", help="the result as JSON")
    locate.set_defaults(func=run_locate)


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--source",
        type=Path,
        required=True,
        metavar="FILE",
        help="the text of the document, in UTF-8",
    )


def run_check(args: argparse.Namespace) -> int:
    """Check the quotes of one document.

    Returns:
        0 when each is found exactly once, else 1.

    Raises:
        UsageError: a file cannot be read.
        RefusedError: there is no quote to check.
    """
    from dialograph.cli.quote_report import TEXTS, as_json, in_words
    from dialograph.graph.evidence import check, quotes_from
    from dialograph.shapes.terms import shorten

    texts = TEXTS[args.lang]
    source = _text_of(args.source)
    document = _document(args.document)
    quotes = quotes_from(_data(args.data, args.lang), document)
    if not quotes:
        raise RefusedError(texts["none"].format(document=shorten(document)), texts["none remedy"])
    failures = check(quotes, source)
    if args.json:
        result = {
            "document": str(document),
            "source": str(args.source),
            "quotes": len(quotes),
            "failures": [as_json(failure) for failure in failures],
        }
        print(json.dumps(result, ensure_ascii=False, indent=2))
        return 1 if failures else 0
    for failure in failures:
        print(in_words(failure, args.lang), end="\n\n")
    print(
        texts["bad" if failures else "good"].format(
            failed=len(failures),
            count=len(quotes),
            document=shorten(document),
            source=args.source,
        )
    )
    return 1 if failures else 0


def run_locate(args: argparse.Namespace) -> int:
    """Find prefix and suffix of one quote.

    Returns:
        0.

    Raises:
        UsageError: the file cannot be read.
        RefusedError: the text does not say this, or not that often.
    """
    from dialograph.graph.evidence import fold, locate, positions

    source = _text_of(args.source)
    prefix, suffix = locate(source, args.quote, args.occurrence)
    exact = fold(args.quote)
    times = len(positions(fold(source), exact))
    if args.json:
        found = {"exact": exact, "prefix": prefix, "suffix": suffix, "occurrences": times}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    print(f"quote:  {exact}\nprefix: {prefix}\nsuffix: {suffix}")
    if times > 1:
        print(
            f"This is occurrence {args.occurrence} of {times}: choose with --occurrence.",
            file=sys.stderr,
        )
    return 0


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not text in UTF-8.", "Save it as UTF-8 text.") from error
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(
            f"{path} cannot be read: {reason}.", "Give the text of the document with --source FILE."
        ) from error


def _document(typed: str) -> URIRef:
    from rdflib import URIRef

    from dialograph import iris

    if "://" in typed:
        return URIRef(typed)
    slug = typed.removeprefix("document/")
    if not iris.is_slug(slug):
        raise UsageError(
            f"--document {typed}: this is neither an IRI nor the last part of one.",
            f"Write it like {SEED}.",
        )
    return iris.resource("document", slug)


def _data(paths: list[Path] | None, lang: str) -> Graph:
    from rdflib import Graph

    from dialograph.cli.shipped import shipped_documents
    from dialograph.shapes.reading import read_all

    graph = Graph()
    documents = (
        read_all(paths, lang) if paths else [each.document for each in shipped_documents(lang)]
    )
    for document in documents:
        graph += document.graph
    return graph
