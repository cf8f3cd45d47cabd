"""Shapes that are not the shipped ones, looked at before a server starts with them.

``python -m`` runs it, in a process of its own: what reads shapes takes a second to load, and more
memory than the server is to have.
"""

from __future__ import annotations

import sys

from rdflib.namespace import SH

from dialograph.errors import DialographError
from dialograph.repository.judging import read_shapes
from dialograph.shapes.gate import Prepared


def fault(path: str) -> str:
    """What is wrong with shapes, in a line; empty where they can be run.

    Args:
        path: the file, or the folder.
    """
    base = str(SH)
    try:
        shapes = read_shapes(path)
        # pyshacl passes over what it does not know: a rule with a misspelt term would say nothing.
        terms = {str(each) for each in shapes.predicates() if str(each).startswith(base)}
        unknown = sorted(each.removeprefix(base) for each in terms if each not in SH)
        if unknown:
            return f"SHACL has no sh:{', sh:'.join(unknown)}. Correct the spelling."
        Prepared(shapes).try_out()
    except DialographError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    sys.stdout.write(fault(sys.argv[1]))
