"""Files into memory: the fast way gives what the slow one gives."""

import pyoxigraph as ox
import pytest

from dialograph.engine.dataset import Dataset
from dialograph.engine.filling import merged
from dialograph.engine.loading import RdfFile, load, read_quads
from dialograph.errors import UsageError

LINES = """# a comment
<urn:a> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
_:x <urn:p> _:y .\t
  <urn:a>\t<urn:p> "no _:x here"@en .
_:y <urn:p> <urn:a> . # _:z
<urn:a> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""
QUADS = (
    LINES
    + """<urn:a> <urn:p> <urn:b> <urn:g> .
_:x <urn:p> _:y <urn:g> .
<urn:a> <urn:p> <urn:b> _:graph .
<urn:a> <urn:p> <urn:b> <urn:h> .
"""
)
TURTLE = "<urn:a> <urn:p> [ <urn:q> 'x' ] , ( 1 2 ) ."


@pytest.fixture
def files(tmp_path):
    """Files of several formats, some of which name graphs, some of which share names of nodes."""
    for name, text in (
        ("a.nt", LINES),
        ("b.nq", QUADS),
        ("c.ttl", TURTLE),
        ("d.nt", LINES.replace("\n", "\r")),
        ("e.nq", "<urn:a> <urn:p> <urn:b> <urn:g> ."),
    ):
        (tmp_path / name).write_text(text, newline="")
    return [RdfFile(path, f"urn:file:{path.stem}") for path in sorted(tmp_path.iterdir())]


@pytest.mark.parametrize("union", [True, False])
def test_the_fast_way_gives_the_same_statements(files, union):
    """Statements, names of blank nodes and the merge are those of the slow way."""
    if not union:
        files = [RdfFile(each.path) for each in files]
    slow, fast = ox.Store(), ox.Store()
    slow.extend(read_quads(files))
    load(fast, files)
    assert set(fast) == set(slow)
    assert any(isinstance(quad.subject, ox.BlankNode) for quad in fast)
    if union:
        dataset, known = merged(fast), Dataset(slow, union=True)
        assert set(dataset.store) == set(known.store)
        assert set(dataset.merge) == set(known.merge)
        assert dataset.graphs() == known.graphs()


def test_a_line_that_does_not_parse_is_named(tmp_path):
    """The message gives the line of the file, although lines are taken apart."""
    path = tmp_path / "a.nt"
    path.write_text("_:x <urn:p> _:y .\n_:x <urn:p> _:z .\n<urn:a> <urn:p> nothing .\n")
    with pytest.raises(UsageError, match="line 3"):
        load(ox.Store(), [RdfFile(path)])
