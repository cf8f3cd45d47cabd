"""The W3C suite for SHACL: our validation of the whole, and the gate's of changes."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rdflib import Graph, Literal

from conformance import gating
from conformance.outcomes import Outcome, ours, passed
from conformance.shapes_suite import Expected, Row, ShapesTest, Suite, expected, spelt
from dialograph.errors import DialographError
from dialograph.shapes.findings import Finding
from dialograph.shapes.gate import find
from dialograph.vocab import RDF, SH

_SECONDS = 60


def run_all(
    suite: Suite, tests: Sequence[ShapesTest], progress: Callable[[int], None]
) -> Iterator[Outcome]:
    """Run tests.

    Args:
        suite: where their files are.
        tests: which.
        progress: told of each.
    """
    for test in tests:
        yield _run(suite, test)
        progress(1)


def _run(suite: Suite, test: ShapesTest) -> Outcome:
    data, shapes = suite.graph(test.data), suite.graph(test.shapes)
    if test.data == test.shapes:
        data = shapes  # one graph, whose blank nodes are the same
    try:
        differs = gating.difference(shapes, data, test.entry.iri)
    except DialographError:  # the whole cannot be judged: what follows says whether it should be
        differs = ""
    if differs:
        return ours(test.entry, f"the gate differs from the whole: {differs}")
    try:
        found: Expected | None = _told(find(data, shapes), shapes)
    except DialographError:
        found = None
    wrong = _wrong(test.expected, found)
    if not wrong:
        return passed(test.entry)
    bare = _wrong(test.expected, _bare(data, shapes))
    detail = f"we:      {wrong}\npyshacl: {bare or 'right'}"
    if bare:
        return Outcome(test.entry, "failed", "pyshacl", wrong, detail)
    return ours(test.entry, wrong, detail)


def _told(found: Sequence[Finding], shapes: Graph) -> Expected:
    """Our findings as the suite compares them."""
    known = set(shapes.objects(predicate=SH.message))
    return Expected(
        not found,
        Counter(
            Row(
                spelt(each.result.node),
                each.result.path or "",
                spelt(each.result.value),
                spelt(each.result.declared or each.result.severity.iri),
                spelt(each.result.component),
                spelt(each.source),
            )
            for each in found
        ),
        frozenset(
            text
            for each in found
            for language, said in each.result.message.items()
            for text in (Literal(said, lang=language or None), Literal(said))
            if text in known
        ),
    )


def _bare(data: Graph, shapes: Graph) -> Expected | None:
    """What pyshacl reports in a process without any code of ours; None where it refuses."""
    with TemporaryDirectory(prefix="conformance-") as name:
        files = {each: Path(name) / f"{each}.nt" for each in ("data", "shapes")}
        for each, graph in (("data", data), ("shapes", shapes)):
            graph.serialize(files[each], format="nt", encoding="utf-8")
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pyshacl", "-i", "none", "-f", "nt"),
                *("-df", "nt", "-sf", "nt", "-s", str(files["shapes"]), str(files["data"])),
            ],
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    if f"{SH.ValidationReport}".encode() not in done.stdout:  # it says why not, in words
        return None
    report = Graph().parse(data=done.stdout, format="nt")
    node = report.value(predicate=RDF.type, object=SH.ValidationReport)
    return None if node is None else expected(report, node)


def _wrong(wanted: Expected | None, got: Expected | None) -> str:
    """What differs; empty for nothing."""
    if wanted is None or got is None:
        return "" if wanted is got else f"the shapes are {'refused' if wanted else 'taken'}"
    lost, more = wanted.rows - got.rows, got.rows - wanted.rows
    told = [f"lacks {' '.join(each)}" for each in lost.elements()]
    told += [f"has {' '.join(each)}" for each in more.elements()]
    told += [f"lacks the message {each.n3()}" for each in wanted.messages - got.messages]
    if wanted.conforms != got.conforms:
        told.append(f"sh:conforms {str(got.conforms).lower()}")
    return "; ".join(told)
