"""What came of a harvest."""

from __future__ import annotations

from typing import Literal, NamedTuple

State = Literal["changed", "unchanged", "proposed", "quarantined", "failed"]


class Result(NamedTuple):
    """What came of one source.

    Args:
        source: its name.
        state: ``changed``; ``unchanged``; ``proposed``: a person has to accept it; ``quarantined``:
            it was put aside; ``failed``: it could not be fetched.
        english: what there is to say, and
        french: the same in French; both may be empty.
        version: the version that holds it, where it changed something.
        added: statements that came, and
        removed: that went.
        warnings: what the shapes say that does not refuse it.
        triples: how many there were after the mapping.
        documents: how many arrived.
        links: resources that are ours for certain, and
        likely: those that may be, for a person to decide.
        withheld: statements about ours that were left to the graphs that they belong to.
        item: what it is called in quarantine; empty when it is not there.
    """

    source: str
    state: State
    english: str = ""
    french: str = ""
    version: int = 0
    added: int = 0
    removed: int = 0
    warnings: int = 0
    triples: int = 0
    documents: int = 0
    links: int = 0
    likely: int = 0
    withheld: int = 0
    item: str = ""
