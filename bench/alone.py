"""Run as a program: judges an N-Quads file by the shipped shapes, with rdflib and pyshacl alone.

Prints one line of JSON: the seconds that reading and judging took, and how many findings of each
severity there are. What is judged is the merge of all graphs, as the gate does.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from time import perf_counter

import pyshacl
from rdflib import SH, Dataset, Graph

from dialograph.graph.sources import shipped_root


def main(path: str) -> None:
    """Read, judge, tell.

    Args:
        path: of the file.
    """
    began = perf_counter()
    shapes, merge, read = Graph(), Graph(), Dataset()
    for file in sorted((shipped_root() / "shapes").glob("*.ttl")):
        shapes.parse(file, format="turtle")
    read.parse(path, format="nquads")
    for subject, predicate, value, _ in read.quads():
        merge.add((subject, predicate, value))
    reading = perf_counter() - began
    began = perf_counter()
    _, report, _ = pyshacl.validate(merge, shacl_graph=shapes, inference="none", advanced=False)
    assert isinstance(report, Graph)
    severities = report.objects(None, SH.resultSeverity)
    found = Counter(str(each).rpartition("#")[2].lower() for each in severities)
    told = {"reading": reading, "judging": perf_counter() - began, "findings": found}
    sys.stdout.write(f"{json.dumps(told)}\n")


if __name__ == "__main__":
    main(sys.argv[1])
