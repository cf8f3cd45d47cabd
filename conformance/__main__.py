"""``python -m conformance [--w3c DIR] [--shacl DIR]``: the W3C suites against dialograph."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from conformance import own, shapes
from conformance.known import read_known
from conformance.manifests import Clone, Test
from conformance.outcomes import Outcome
from conformance.peer import Oxigraph
from conformance.report import Report
from conformance.running import run_all
from conformance.shapes_suite import Suite


def main() -> int:
    """Run what the arguments say.

    Returns:
        0 when every test passed or fails by a known fault of others, 1 when not, 2 when the
        suites are not there.
    """
    args = _arguments()
    clone = suite = None
    try:
        clone = Clone(args.w3c) if args.w3c else None
        suite = Suite(args.shacl) if args.shacl else None
    except FileNotFoundError as error:
        which = "data-shapes" if clone or not args.w3c else "rdf-tests"
        sys.stderr.write(f"{error}: give a clone of https://github.com/w3c/{which}\n")
        return 2
    if clone is None and suite is None:
        sys.stderr.write("nothing to run: say where a suite is, with --w3c or --shacl\n")
        return 2
    seen = 0

    def progress(count: int) -> None:
        nonlocal seen
        seen += count
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{seen} tests")
            sys.stderr.flush()

    def wanted(test: Test) -> bool:
        return args.filter in test.iri or args.filter in test.suite

    outcomes: list[Outcome] = []
    if clone is not None:
        serving = Oxigraph(args.peer) if args.peer else own.serving
        tests = [test for test in clone.tests() if wanted(test)]
        outcomes += run_all(tests, clone, serving, args.jobs, progress)
    if suite is not None:
        judged = [test for test in suite.tests() if wanted(test.entry)]
        outcomes += shapes.run_all(suite, judged, progress)
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    faults = {"engine"} if clone else set()
    faults |= {"pyshacl"} if suite else set()
    known = {} if args.peer else read_known()
    known = {test: each for test, each in known.items() if each.fault in faults}
    report = Report(outcomes, known, everything=not args.filter)
    for line in report.lines(verbose=args.verbose):
        sys.stdout.write(line + "\n")
    return 0 if report.good else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m conformance",
        description="Run the W3C suites for SPARQL over HTTP against dialograph serve, and the "
        "one for SHACL against the gate.",
        epilog="exit codes: 0 all is as expected, 1 something is not, 2 wrong usage",
    )
    parser.add_argument(
        "--w3c", metavar="DIR", type=Path, help="a clone of w3c/rdf-tests, for SPARQL"
    )
    parser.add_argument(
        "--shacl", metavar="DIR", type=Path, help="a clone of w3c/data-shapes, for SHACL"
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
