"""The layers of the code: imports run one way."""

import ast
from pathlib import Path

import pytest

import dialograph

ROOT = Path(dialograph.__file__).parent
LEAVES = {"errors", "settings", "values", "limits", "vocab", "formats", "iris", "languages"}
LAYERS = (
    *("shapes", "engine", "graph", "catalog", "publish", "repository", "integrate"),
    *("report", "web", "cli"),
)
# The engine knows nothing of the graph it serves; the command line and the web know everything.
ALLOWED = {
    "shapes": {"graph.sources"},
    "engine": set(),
    "graph": {"shapes"},
    "catalog": {"graph", "engine"},
    "publish": {"graph", "engine", "catalog"},
    "repository": {"publish", "engine", "graph", "shapes"},
    "integrate": {"repository", "publish", "catalog", "engine", "graph", "shapes"},
    "report": {"catalog"},
    "web": {"report", "integrate", "repository", "publish", "catalog", "engine", "graph", "shapes"},
}
ALLOWED["cli"] = {*ALLOWED["web"], "web"}
MODULES = sorted(ROOT.rglob("*.py"))


def ours(path):
    """Modules of ours that a file imports, without the package's name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dialograph"):
            base = (node.module or "").removeprefix("dialograph").lstrip(".")
            for alias in node.names:
                yield f"{base}.{alias.name}".lstrip(".") if base in {"", *LAYERS} else base
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("dialograph."):
                    yield alias.name.removeprefix("dialograph.")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path):
    """A module imports only leaves, its own layer, and the layers it may stand on."""
    layer = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if layer.startswith("__"):
        return
    for module in ours(path):
        top = module.split(".")[0]
        if layer in LEAVES:
            assert top in LEAVES, f"{layer} is a leaf and imports {module}"
        elif top not in LEAVES | {layer, "__version__"}:
            assert top in ALLOWED[layer] or module in ALLOWED[layer], module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_one_idea(path):
    """No module has grown past what a person reads in one go."""
    assert len(path.read_text().splitlines()) <= 320


def test_one_module_uses_pyshacl():
    """pyshacl, which is not safe across threads, is imported in one place only."""
    users = {path.name for path in MODULES if "import pyshacl" in path.read_text()}
    users |= {path.name for path in MODULES if "from pyshacl" in path.read_text()}
    assert users == {"gate.py"}
