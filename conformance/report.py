"""What a run says: a line for each failure, a table of the suites, the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from conformance.comparing import LEXICAL
from conformance.known import Known
from conformance.outcomes import Outcome

_KINDS = {
    "evaluation": "query evaluation",
    "positive": "query syntax",
    "negative": "query syntax",
    "protocol": "protocol",
    "description": "service description",
    "update": "update evaluation",
    "positive update": "update syntax",
    "negative update": "update syntax",
    "update protocol": "protocol",
    "graph store": "graph store",
    "shapes": "shapes",
}
_COLUMNS = ("passed", "theirs", "failed", "not run")


class Report:
    """The outcomes of a run, held against what was expected.

    Args:
        outcomes: how each test ended.
        known: the expected failures among all tests.
        everything: whether all tests were run, so that an expected failure must be among them.
    """

    def __init__(
        self, outcomes: Sequence[Outcome], known: Mapping[str, Known], *, everything: bool
    ) -> None:
        self._outcomes = outcomes
        self._known = known
        run = {outcome.test.iri for outcome in outcomes if outcome.state != "not run"}
        self._stale = sorted(set(known) - run) if everything else []
        self._columns = [self._column(outcome) for outcome in outcomes]

    @property
    def good(self) -> bool:
        """Whether everything passed but what is known to be the fault of others."""
        return "failed" not in self._columns and not self._stale

    def lines(self, *, verbose: bool) -> Iterator[str]:
        """The whole report; with ``verbose``, what was sent, expected and answered."""
        for outcome in self._outcomes:
            yield from self._failure(outcome, verbose=verbose)
        for iri in self._stale:
            yield f"STALE   {iri}: listed in known.toml, and no such test was run"
        yield ""
        yield from self._table()
        yield ""
        reasons = Counter(o.message for o in self._outcomes if o.state == "not run")
        yield from (f"not run: {number} ({reason})" for reason, number in reasons.items())
        count = Counter(self._columns)
        spelled = sum(
            column == "theirs" and LEXICAL in outcome.message
            for column, outcome in zip(self._columns, self._outcomes, strict=True)
        )
        yield f"right values in another lexical form, among the engine's faults: {spelled}"
        yield f"known faults of pyoxigraph and pyshacl: {count['theirs']}"
        yield f"{count['passed']} passed, {count['failed'] + len(self._stale)} failed"

    def _column(self, outcome: Outcome) -> str:
        """Where a test counts: a known failure of others is neither passed nor failed."""
        if outcome.state == "not run":
            return "not run"
        is_known = outcome.test.iri in self._known
        if outcome.state == "passed":
            return "failed" if is_known else "passed"
        is_theirs = is_known and outcome.fault == self._known[outcome.test.iri].fault
        return "theirs" if is_theirs else "failed"

    def _failure(self, outcome: Outcome, *, verbose: bool) -> Iterator[str]:
        iri = outcome.test.iri
        if outcome.state == "passed" and iri in self._known:
            yield f"PASSES  {iri}: take it out of known.toml"
        if outcome.state != "failed":
            return
        if outcome.fault == "ours":
            yield f"OURS    {iri}: {outcome.message}"
        elif iri in self._known:
            yield f"{outcome.fault:<7} {iri}: {self._known[iri].reason}"
        else:
            yield f"NEW     {iri}: {outcome.message}; the bare {outcome.fault} fails too"
        if verbose:
            yield from ("        | " + line for line in outcome.detail.splitlines())

    def _table(self) -> Iterator[str]:
        by_suite: dict[str, Counter[str]] = {}
        by_kind: dict[str, Counter[str]] = {}
        for outcome, column in zip(self._outcomes, self._columns, strict=True):
            by_suite.setdefault(outcome.test.suite, Counter())[column] += 1
            if column != "not run":
                kind = _KINDS[outcome.test.kind]
                by_kind.setdefault(kind, Counter())[column] += 1
        yield from _rows("suite", by_suite)
        yield ""
        yield from _rows("kind", by_kind)


def _rows(title: str, counts: Mapping[str, Counter[str]]) -> Iterator[str]:
    width = max([len(title), *map(len, counts)], default=len(title))
    yield f"{title:<{width}}  {'tests':>7}" + "".join(f"{name:>9}" for name in _COLUMNS)
    for name, count in counts.items():
        figures = "".join(f"{count[column] or '·':>9}" for column in _COLUMNS)
        yield f"{name:<{width}}  {count.total():>7}{figures}"
