"""Which queries of the catalogue are asked, and how they were chosen.

The criterion, applied by ``python -m bench choose`` to data of 1.2 million statements: a query is
eligible when native Oxigraph on disk, asked alone, answers it in less than half a second, with at
least one row, in no more than a megabyte. Forty of the eligible ones are drawn by chance (fixed
seed), and the order of drawing is their rank. So no-one picked what suits dialograph; if anything
the bound on time spares the peers, since a cache gains most where the work is longest.

The list is written down, and not drawn at each run, so that runs can be compared when a machine is
slower or the catalogue grows.
"""

from __future__ import annotations

from bench.check import answer
from bench.client import Endpoint
from bench.queries import Question, catalogue, shuffled

SIZE = 40
SECONDS_MOST = 0.5
BYTES_MOST = 1_000_000

MIX = (
    "resources-from-source",
    "works-by-method",
    "activities-by-type",
    "documents-without-date",
    "framework-mappings",
    "documents-by-language",
    "chairs-of-dialogue",
    "hosting-countries",
    "framework-mapped-to-gcm",
    "reference-countries",
    "memberships-of-partner",
    "documents-by-type",
    "partner-roles",
    "activities-by-objective",
    "evidence-of-claim",
    "seed-blocks",
    "activities-with-other-dialogues",
    "activities-by-place",
    "gcm-principles",
    "activity-chains",
    "gcm-milestones",
    "members-of-dialogue",
    "documents-by-year",
    "provenance-of-resource",
    "activities-without-place",
    "frameworks",
    "confidence-by-kind",
    "activities-unconfirmed",
    "themes-by-count",
    "objectives-without-alignment",
    "activities-without-date",
    "documents-without-link",
    "resource-description",
    "activities-in-framework-period",
    "timeline",
    "objective-covered",
    "gcm-sdg-links",
    "countries",
    "alignments-of-objective",
    "partner-took-part",
)
"""The forty, most asked first."""

AGGREGATIONS = ("coverage-matrix", "co-partners", "attendance-modes-by-year")
"""Objectives by year, who takes part with whom, counts by year."""


def mix() -> list[Question]:
    """The forty queries in the order of their ranks."""
    return _named(MIX)


def aggregations() -> list[Question]:
    """The queries that count much and answer little."""
    return _named(AGGREGATIONS)


def _named(names: tuple[str, ...]) -> list[Question]:
    known = {each.name: each for each in catalogue()}
    return [known[name] for name in names]


def choose(endpoint: Endpoint) -> list[str]:
    """Draw the mix anew.

    Args:
        endpoint: native Oxigraph on disk.
    """
    eligible = []
    for question in catalogue():
        given = answer(endpoint, question)
        size = sum(len(row) * times for row, times in given.rows.items())
        if not given.fault and given.count and given.best < SECONDS_MOST and size <= BYTES_MOST:
            eligible.append(question)
    return [question.name for question in shuffled(eligible)[:SIZE]]
