"""A change that the gate let pass becomes a version on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple

from dialograph.engine.drafts import Counted
from dialograph.engine.durable import failures_in_words
from dialograph.engine.records import Facts, Gate, GraphState, Version
from dialograph.engine.versions import Versions
from dialograph.repository import provenance
from dialograph.repository.interface import (
    AbsentError,
    Author,
    ChangeRequest,
    Condition,
    GraphRequest,
    PreconditionError,
    RollbackRequest,
    UpdateRequest,
    Verdict,
)
from dialograph.repository.judging import Judged
from dialograph.repository.words import in_figures
from dialograph.shapes.results import Severity

_END = b"TC .\n"


class Done(NamedTuple):
    """What is to be kept of a change beside the change itself.

    Args:
        what: the change in a few words, the same in every language.
        english: the same as a sentence, and
        french: in French.
    """

    what: str
    english: str
    french: str


def check(
    request: ChangeRequest,
    condition: Condition | None,
    graphs: Mapping[str | None, GraphState],
) -> None:
    """See that what a change takes for granted is so.

    Args:
        request: the change.
        condition: what it says itself.
        graphs: those that there are.

    Raises:
        AbsentError: it is to remove a graph that does not exist.
        PreconditionError: its condition does not hold.
    """
    if not isinstance(request, GraphRequest) or request.whole:
        return
    state = graphs.get(request.graph)
    name = "default" if request.graph is None else request.graph
    wanted = condition or Condition()
    if wanted.exists is False and state is not None:
        raise PreconditionError(
            f"The graph {name} exists already.",
            "Leave If-None-Match out to replace it or to add to it.",
            french=f"Le graphe {name} existe déjà.",
        )
    is_other = wanted.changed is not None and (state is None or state.changed not in wanted.changed)
    if is_other or (wanted.exists and state is None):
        raise PreconditionError(
            f"The graph {name} is not the one that the request is about: it has changed since.",
            "Read it again, and send the change with its new ETag.",
            french=f"Le graphe {name} n’est plus celui dont parle la requête : il a changé "
            "depuis. Relisez-le, puis renvoyez la modification avec son nouvel ETag.",
        )
    if request.method == "delete" and state is None:
        raise AbsentError(
            f"There is no graph {name}.",
            "Check its name.",
            french=f"Il n’y a pas de graphe {name}. Vérifiez son nom.",
        )


def told(request: ChangeRequest) -> Done:
    """A change in words."""
    if isinstance(request, UpdateRequest):
        return Done("update", "A SPARQL update was made.", "Mise à jour SPARQL.")
    if isinstance(request, RollbackRequest):
        number = request.version
        return Done(
            f"rollback {number}",
            f"The graphs were taken back to version {number}.",
            f"Les graphes ont été ramenés à la version {number}.",
        )
    english, french = {
        "put": ("was replaced", "a été remplacé"),
        "post": ("was added to", "a été complété"),
        "delete": ("was removed", "a été supprimé"),
    }[request.method]
    if request.whole:
        return Done(
            f"{request.method} graphs", "Graphs were loaded.", "Des graphes ont été chargés."
        )
    name = "default" if request.graph is None else request.graph
    return Done(
        f"{request.method} {name}",
        f"The graph {name} {english}.",
        f"Le graphe {name} {french}.",
    )


@failures_in_words()
def publish(
    versions: Versions,
    judged: Judged,
    rows: Iterable[bytes],
    patch: BinaryIO,
    *,
    done: Done,
    author: Author,
    history: str | None,
) -> Version:
    """Make a version of a change.

    Args:
        versions: where it is kept.
        judged: what comes of it.
        rows: the RDF Patch, in pieces that need not end where lines do.
        patch: a file for the whole patch: with what the history says of the version.
        done: what was done.
        author: who asked for it.
        history: the base IRI, where the history stands in the dataset; None where it does not.

    Raises:
        StorageError: the disk did not take it; the current version stays what it is.
    """
    current = versions.current
    number = 1 if current is None else current.number + 1
    now = datetime.now(UTC)
    told_of_it = []
    if history is not None and provenance.graph_of(history) not in versions.graphs:
        patch.write(f"H created <{provenance.graph_of(history)}> .\n".encode())
        told_of_it = list(provenance.about(history))
    patch.writelines(_without_end(rows))
    counted = Counted(judged.added, judged.removed, judged.sizes)
    if history is not None:
        entry = entry_of(number, now, done, author, judged)
        told_of_it += provenance.statements(entry, history)
        patch.writelines(f"A {quad} .\n".encode() for quad in told_of_it)
        graph = provenance.graph_of(history)
        before = versions.graphs[graph].statements if graph in versions.graphs else 0
        counted = Counted(
            judged.added + len(told_of_it),
            judged.removed,
            {**judged.sizes, graph: before + len(told_of_it)},
        )
    patch.write(_END)
    patch.seek(0)
    verdict = judged.verdict
    facts = Facts(author.name, done.what, None if verdict is None else _gate(verdict), now)
    return versions.publish(patch, facts, counted)


def entry_of(
    number: int, time: datetime, done: Done, author: Author, judged: Judged
) -> provenance.Entry:
    """What the history says of a version; see :func:`publish` for the arguments."""
    verdict = judged.verdict
    return provenance.Entry(
        number=number,
        previous=number - 1,
        time=time,
        author=author.name,
        english=done.english,
        french=done.french,
        statements=judged.statements,
        added=judged.added,
        removed=judged.removed,
        judged=verdict is not None,
        gate_english="" if verdict is None else in_figures(verdict, "en"),
        gate_french="" if verdict is None else in_figures(verdict, "fr"),
    )


def _gate(verdict: Verdict) -> Gate:
    counts = verdict.new.counts
    return Gate(
        counts[Severity.VIOLATION],
        counts[Severity.WARNING],
        verdict.kept,
        verdict.mended,
        verdict.concerned,
        verdict.full,
    )


def _without_end(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The rows of a patch but the last, which says that it is whole."""
    held = b""
    for piece in pieces:
        held += piece
        yield held[: -len(_END)]
        held = held[-len(_END) :]
    if held != _END:
        raise ValueError("the patch is cut short")
