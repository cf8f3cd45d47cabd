"""Update evaluation tests: a dataset, one update over HTTP, and the dataset that has to be left."""

from __future__ import annotations

import http.client

from conformance import bare, datasets, stores
from conformance.evaluation import with_base
from conformance.manifests import Clone, Dataset, Test
from conformance.outcomes import Outcome, ours, passed
from conformance.serving import UPDATE_WAYS, Server

_SUCCESS = 2


def run(test: Test, server: Server, clone: Clone, turn: int) -> Outcome:
    """Run one test.

    Args:
        test: an update evaluation test.
        server: one that can be written to; whatever it holds goes.
        clone: where the files are.
        turn: in which way the update is sent.
    """
    assert test.query is not None
    before, after = _state(test.dataset, clone), _state(test.after, clone)
    text, base = test.query.read_bytes(), clone.iri(test.query)
    way = UPDATE_WAYS[turn % len(UPDATE_WAYS)]
    try:
        stores.put(server, before)
        reply = server.update(with_base(text, base), way)
        left = stores.read(server)
    except (OSError, http.client.HTTPException, stores.StateError) as error:
        return ours(test, f"no answer: {error!r}", text.decode(errors="replace"))
    refused = "" if reply.status // 100 == _SUCCESS else f"{reply.status} {reply.problem}".strip()
    message = refused or stores.apart(after, left)
    if not message:
        return passed(test)
    alone = bare.update(text.decode(), base, datasets.statements(test.dataset, clone), before)
    detail = "\n\n".join(
        [
            f"update, sent by {way}: {text.decode().strip()}",
            f"{reply}",
            f"before\n{stores.shown(before)}",
            f"expected\n{stores.shown(after)}",
            f"left\n{stores.shown(left)}",
            f"bare engine: {alone if isinstance(alone, bare.Refusal) else stores.shown(alone)}",
        ]
    )
    if isinstance(alone, bare.Refusal):
        shared = bool(refused) and bare.PROBLEMS.get(reply.problem) == alone.kind
    else:
        # Its fault only when it leaves the same dataset behind, and that is the wrong one.
        shared = not refused and bool(stores.apart(after, alone)) and not stores.apart(alone, left)
    return Outcome(test, "failed", "engine" if shared else "ours", message, detail)


def _state(dataset: Dataset, clone: Clone) -> stores.State:
    return stores.state(datasets.statements(dataset, clone), [name for name, _ in dataset.named])
