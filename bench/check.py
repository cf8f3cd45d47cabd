"""Whether the servers answer the same: a benchmark of wrong answers is void."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from bench.client import JSON, Endpoint, Reply, ask
from bench.queries import Question

SAME = "same"
_OK = 200
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_PATIENCE = 120


@dataclass(frozen=True)
class Answer:
    """What a server said to a question.

    Args:
        fault: what is wrong with it whatever was asked; nothing when it is whole.
        rows: its rows or triples, each as often as it came.
        first: how long the first answer took, in seconds.
        best: how long the fastest took.
        steady: whether all answers were the same.
    """

    fault: str
    rows: Counter[str]
    first: float
    best: float
    steady: bool = True

    @property
    def count(self) -> int:
        """How many rows or triples there are."""
        return sum(self.rows.values())


def answer(endpoint: Endpoint, question: Question, times: int = 3) -> Answer:
    """Ask a question a few times: what comes from a cache has to be right too.

    Args:
        endpoint: whom.
        question: what.
        times: how often.
    """
    replies = [
        ask(endpoint, question.text, accept=question.accept, seconds=_PATIENCE)
        for _ in range(times)
    ]
    seconds = [reply.seconds for reply in replies]
    faults = [fault for reply in replies if (fault := _fault(reply, question))]
    if faults:
        return Answer(faults[0], Counter(), seconds[0], min(seconds))
    rows = [_rows(reply, question) for reply in replies]
    return Answer("", rows[0], seconds[0], min(seconds), all(each == rows[0] for each in rows))


def compare(one: Answer, reference: Answer) -> str:
    """What sets an answer apart from the one it should be; :data:`SAME` when nothing does."""
    if one.fault:
        return one.fault
    if not one.steady:
        return "differs from one time to the next"
    if one.rows == reference.rows:
        return SAME
    if set(one.rows) == set(reference.rows):
        return f"same rows, but {one.count} of them instead of {reference.count}"
    both = sum((one.rows & reference.rows).values())
    return f"{both} of {reference.count} rows the same, {one.count - both} others"


def disagreements(
    answers: dict[str, dict[str, Answer]], reference: str
) -> dict[str, dict[str, str]]:
    """For each server, which answers are not those of the reference.

    Args:
        answers: by server and by question.
        reference: the server that the others are compared with.
    """
    return {
        server: {
            name: verdict
            for name, each in given.items()
            if (verdict := compare(each, answers[reference][name])) != SAME
        }
        for server, given in answers.items()
    }


def lookups_right(endpoint: Endpoint, questions: Sequence[tuple[str, str]]) -> int:
    """How many lookups have the name expected.

    Args:
        endpoint: whom to ask.
        questions: texts of lookups, each with the name expected.
    """
    return sum(ask(endpoint, text).names(name) for text, name in questions)


def _fault(reply: Reply, question: Question) -> str:
    if not reply.status:
        return "no whole answer"
    if reply.status != _OK:
        return f"status {reply.status}"
    try:
        _rows(reply, question)
    except (ValueError, KeyError, TypeError, SyntaxError):
        return "an answer that does not parse"
    return ""


def _rows(reply: Reply, question: Question) -> Counter[str]:
    if question.accept != JSON:
        # Some servers send a triple again for each row that it is made from: a graph is a set.
        return Counter({_triple(each) for each in ox.parse(reply.body, ox.RdfFormat.N_TRIPLES)})
    told = json.loads(reply.body)
    if "boolean" in told:
        return Counter([str(told["boolean"])])
    return Counter(
        json.dumps({name: _term(term) for name, term in row.items()}, sort_keys=True)
        for row in told["results"]["bindings"]
    )


def _term(term: dict[str, str]) -> list[str]:
    if term["type"] == "bnode":
        return ["bnode"]
    datatype = term.get("datatype", "")
    kind = "literal" if "literal" in term["type"] else term["type"]
    language = term.get("xml:lang", "").lower()
    return [kind, term["value"], language, "" if datatype == _STRING else datatype]


def _triple(quad: ox.Quad) -> str:
    parts = (quad.subject, quad.predicate, quad.object)
    return " ".join("_:b" if isinstance(each, ox.BlankNode) else str(each) for each in parts)
