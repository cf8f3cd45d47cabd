"""What follows from the record: chains of correspondences, and works aligned with both parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from dialograph.integrate.crosswalk.model import (
    CHAINED,
    DERIVED,
    SHARED,
    Correspondence,
    Crosswalk,
)
from dialograph.vocab import BASE

_DIGITS = re.compile(r"(\D*)(\d*)")
WHAT = ("all", "recorded", "confirmed")
"""Everything; what statements say; of that, what is confirmed."""


def between(walk: Crosswalk, first: str, second: str, what: str = "all") -> list[Correspondence]:
    """The correspondences of two frameworks, each said from the first to the second.

    Args:
        walk: everything.
        first: IRI of the one framework, and
        second: of the other.
        what: one of :data:`WHAT`.

    Returns:
        In the order of their ends; what is recorded comes before what is derived.
    """
    if first == second:
        return []
    turned = [
        turned
        for each in _wanted(walk, what)
        if (turned := _turned(walk, each, first, second)) is not None
    ]
    return _in_order(turned)


def everything(walk: Crosswalk, what: str = "all") -> list[Correspondence]:
    """All correspondences, each as it is recorded.

    Args:
        walk: everything.
        what: one of :data:`WHAT`.
    """
    return _in_order(_wanted(walk, what))


def unmapped(walk: Crosswalk, framework: str, found: Iterable[Correspondence]) -> tuple[int, int]:
    """How many parts of a framework have no correspondence among those found, and of how many.

    Args:
        walk: everything.
        framework: which.
        found: what to look among; what is refused does not count.
    """
    ends = {end for each in found if each.rank != "refused" for end in (each.subject, each.object)}
    parts = walk.parts_of(framework)
    return sum(part.iri not in ends for part in parts), len(parts)


def _wanted(walk: Crosswalk, what: str) -> list[Correspondence]:
    # What is recorded of things that are parts of no framework is none of a crosswalk’s business.
    stated = [each for each in walk.stated if _crosses(walk, each)]
    if what == "confirmed":
        return [each for each in stated if each.rank == "preferred"]
    return stated if what == "recorded" else [*stated, *_chained(walk, stated), *_shared(walk)]


def _crosses(walk: Crosswalk, each: Correspondence) -> bool:
    return bool(walk.part(each.subject).framework or walk.part(each.object).framework)


def _turned(
    walk: Crosswalk, each: Correspondence, first: str, second: str
) -> Correspondence | None:
    ends = (walk.part(each.subject).framework, walk.part(each.object).framework)
    if ends == (first, second):
        return each
    return each.inverted() if ends == (second, first) else None


def _chained(walk: Crosswalk, stated: Collection[Correspondence]) -> Iterator[Correspondence]:
    """What two correspondences with the same part in the middle come to.

    Only an exact match carries over whole; of anything less, two in a row say that the ends are
    related.
    """
    known = {(each.subject, each.object) for each in stated}
    known |= {(last, first) for first, last in known}
    sides: defaultdict[str, list[Correspondence]] = defaultdict(list)
    for each in stated:
        if each.rank != "refused":
            sides[each.object].append(each)
            sides[each.subject].append(each.inverted())
    for middle, arms in sorted(sides.items()):
        for left in arms:
            for right in arms:
                ends = (left.subject, right.subject)
                homes = [walk.part(end).framework for end in (*ends, middle)]
                is_first = _place(ends[0]) < _place(ends[1])
                if is_first and ends not in known and len(set(homes)) == len(homes):
                    yield _chain(left, right.inverted(), middle)


def _place(iri: str) -> tuple[bool, str]:
    """What is ours comes before what stands elsewhere."""
    return not iri.startswith(BASE), iri


def _chain(left: Correspondence, right: Correspondence, middle: str) -> Correspondence:
    both = {left.predicate, right.predicate}
    predicate = "exactMatch" if both == {"exactMatch"} else "relatedMatch"
    if both == {"exactMatch", "closeMatch"}:
        predicate = "closeMatch"
    is_sure = left.rank == right.rank == "preferred"
    return Correspondence(
        left.subject,
        right.object,
        predicate,
        CHAINED,
        "inferred",
        DERIVED if is_sure else "unconfirmed",
        tuple(dict.fromkeys((*left.sources, *right.sources))),
        through=middle,
    )


def _shared(walk: Crosswalk) -> Iterator[Correspondence]:
    for (first, second), works in walk.shared.items():
        either = walk.works.get(first, 0) + walk.works.get(second, 0) - works
        yield Correspondence(
            first,
            second,
            "relatedMatch",
            SHARED,
            "inferred",
            DERIVED,
            works=works,
            similarity=round(works / either, 3) if either else None,
        )


def _natural(iri: str) -> list[tuple[str, int]]:
    """Puts objective 2 before objective 19."""
    return [(text, int(part or 0)) for text, part in _DIGITS.findall(iri)]


def _in_order(found: Iterable[Correspondence]) -> list[Correspondence]:
    return sorted(
        found,
        key=lambda each: (
            _natural(each.subject),
            _natural(each.object),
            (not each.graph, bool(each.works)),
            each.predicate,
            each.through,
        ),
    )
