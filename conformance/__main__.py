"""``python -m conformance --w3c DIR``: the W3C suites against `dialograph serve`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from conformance import own
from conformance.known import read_known
from conformance.manifests import Clone
from conformance.peer import Oxigraph
from conformance.report import Report
from conformance.running import run_all


def main() -> int:
    """Run what the arguments say.

    Returns:
        0 when every test passed or fails by a known fault of the engine, 1 when not, 2 when the
        suites are not there.
    """
    args = _arguments()
    try:
        clone = Clone(args.w3c)
    except FileNotFoundError as error:
        sys.stderr.write(f"{error}: give a clone of https://github.com/w3c/rdf-tests\n")
        return 2
    tests = [test for test in clone.tests() if args.filter in test.iri or args.filter in test.suite]
    seen = 0

    def progress(count: int) -> None:
        nonlocal seen
        seen += count
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{seen} tests")
            sys.stderr.flush()

    serving = Oxigraph(args.peer) if args.peer else own.serving
    outcomes = run_all(tests, clone, serving, args.jobs, progress)
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    known = {} if args.peer else read_known()
    report = Report(outcomes, known, everything=not args.filter)
    for line in report.lines(verbose=args.verbose):
        sys.stdout.write(line + "\n")
    return 0 if report.good else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m conformance",
        description="Run the W3C suites for SPARQL over HTTP against dialograph serve.",
        epilog="exit codes: 0 all is as expected, 1 something is not, 2 wrong usage",
    )
    parser.add_argument(
        "--w3c", metavar="DIR", type=Path, required=True, help="a clone of w3c/rdf-tests"
    )
    parser.add_argument(
        "--filter", metavar="TEXT", default="", help="only tests whose IRI or suite holds TEXT"
    )
    parser.add_argument(
        "--jobs", metavar="N", type=int, default=2, help="servers at a time (default: 2)"
    )
    parser.add_argument(
        "--peer",
        metavar="OXIGRAPH",
        type=Path,
        help="run native Oxigraph instead, by its command, to compare",
    )
    parser.add_argument(
        "--verbose", action="store_true", help="show query, expected and got for each failure"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
