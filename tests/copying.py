"""The program as it lies in its folder, copied so that a test can add a file to it."""

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copied(folder, *graphs):
    """Copy the code and the ontology, link the rest; gives what makes a server run from there.

    Where graphs are named, it holds no others.
    """
    leave = shutil.ignore_patterns("__pycache__", "editor")
    shutil.copytree(ROOT / "src/dialograph", folder / "src/dialograph", ignore=leave)
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    (folder / "data").mkdir()
    for path in (ROOT / "data").iterdir():
        if not graphs or path.stem in {"tables", *graphs}:
            (folder / "data" / path.name).symlink_to(path)
    for each in ("queries", "shapes"):
        (folder / each).symlink_to(ROOT / each)
    return {"PYTHONPATH": os.fspath(folder / "src")}
