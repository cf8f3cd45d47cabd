"""Resolution on the labelled set: how often a link is right, and that something is found at all."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import sections_resolution
from bench.pairs import is_aside, pairs
from bench.resolving import measure


@pytest.fixture(scope="module")
def measured():
    """What is found on the pairs kept aside."""
    return measure(aside=True)


def test_links_are_right_on_pairs_kept_aside(measured):
    """At least 99 of 100 automatic links are right, for all pairs and for each kind."""
    for figures in (measured["all"], *measured["kinds"].values()):
        assert figures["linked_right"] >= 0.99 * figures["linked"], measured["wrong"]
        assert figures["linked"] > 0


def test_most_of_what_is_known_is_found(measured):
    """Precision is not bought by finding nothing: seven in ten are linked, most others listed."""
    found = measured["all"]
    assert found["linked_right"] >= 0.70 * found["known"]
    assert found["proposed_right"] >= 0.95 * found["known"]
    assert found["proposed_right"] >= 0.98 * found["proposed"]


def test_the_set_is_split_by_thing():
    """No thing has spellings on both sides, and neither side is small or without look-alikes."""
    asked = pairs()
    for side in (True, False):
        mine = [each for each in asked if each.is_aside == side]
        assert len(mine) > 1_500
        assert {each.kind for each in mine if not each.expected} > {"country", "organisation"}
    assert all(each.is_aside == is_aside(each.subject) for each in asked)


def test_the_report_takes_the_section_once(measured, tmp_path):
    """Putting the section into a report twice leaves it there once, between its neighbours."""
    report = tmp_path / "RESULTS.md"
    report.write_text("# Head\n\n## One\n\ntext\n\n## Versions and machine\n\nend\n")
    done = {"aside": measured, "tuning": measured}
    for _ in range(2):
        sections_resolution.put(done, report)
    text = report.read_text()
    assert text.count(sections_resolution.TITLE) == 1
    assert text.startswith("# Head\n\n## One\n\ntext\n\n## Is the same")
    assert text.endswith("## Versions and machine\n\nend\n")
