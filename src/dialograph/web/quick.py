"""The short way to ``/sparql``: a plain GET is answered from where its bytes come in.

It covers what programs ask most, and nothing that needs a second thought: no page, no other
website's script, no validator, no problem, no long answer. All that goes the long way,
and what both ways can answer they answer alike (a test holds them together).
"""

from __future__ import annotations

from time import perf_counter
from typing import NamedTuple

from starlette.types import Receive, Scope, Send

from dialograph.engine.exchange import Outcome
from dialograph.engine.interface import UnavailableError
from dialograph.engine.tasks import Task
from dialograph.web.answers import Answers
from dialograph.web.cache import Answer
from dialograph.web.hub import Application, Connection, QuickCycle
from dialograph.web.logs import AccessLog
from dialograph.web.metrics import Metrics
from dialograph.web.plans import Plan, plan
from dialograph.web.problems import Problem
from dialograph.web.sparql import Conclusion
from dialograph.web.sparql_request import read_address

_UNUSUAL = frozenset(
    {
        b"origin",
        b"content-length",
        b"transfer-encoding",
        b"expect",
        b"upgrade",
        b"x-request-id",
        b"if-none-match",
    }
)
_LONG = 64 * 1024
_PLANS_MAX, _PLAN_BYTES_MAX = 1024, 4096


class _Asked(NamedTuple):
    connection: Connection
    cycle: QuickCycle
    made: Plan
    client: str
    started: float


class QuickWay:
    """Takes plain requests on.

    Args:
        answers: what both ways share.
        application: answers what is no short answer.
        log: hears of every response.
        metrics: likewise.
    """

    def __init__(
        self,
        answers: Answers,
        application: Application,
        log: AccessLog,
        metrics: Metrics,
    ) -> None:
        self._answers = answers
        self._application = application
        self._log = log
        self._metrics = metrics
        self._plans: dict[tuple[bytes, bytes | None, bytes | None], Plan] = {}

    def take(
        self, connection: Connection, cycle: QuickCycle, query: bytes, headers: dict[bytes, bytes]
    ) -> bool:
        """See :class:`~dialograph.web.hub.Quick`."""
        started = perf_counter()
        made = self._plan(query, headers) if _UNUSUAL.isdisjoint(headers) else None
        if made is None:
            return False
        peer = connection.client[0] if connection.client else ""
        client = self._answers.clients.name(peer, headers.get(b"x-forwarded-for"))
        asked = _Asked(connection, cycle, made, client, started)
        kept = self._answers.kept(made)
        if kept is None:
            return self._submit(asked)
        if len(kept.body) > _LONG:
            return False
        self._remember(query, headers, made)
        self._answer(asked, kept)
        return True

    def _plan(self, query: bytes, headers: dict[bytes, bytes]) -> Plan | None:
        accept, coding = headers.get(b"accept"), headers.get(b"accept-encoding")
        known = self._plans.get((query, accept, coding))
        if known is not None and known.version == self._answers.version:
            return known
        try:
            asked = read_address(query)
            if asked.query is None or asked.version is not None:
                return None
            made = plan(
                asked,
                self._answers.version,
                accept.decode("latin-1") if accept is not None else None,
                coding.decode("latin-1") if coding is not None else None,
                "",
            )
        except Problem:
            return None
        return None if made.is_page else made

    def _remember(self, query: bytes, headers: dict[bytes, bytes], made: Plan) -> None:
        """Keep the plan of what is asked again."""
        key = (query, headers.get(b"accept"), headers.get(b"accept-encoding"))
        if self._plans.get(key) is made or sum(map(len, filter(None, key))) > _PLAN_BYTES_MAX:
            return
        if len(self._plans) >= _PLANS_MAX:
            self._plans.clear()
        self._plans[key] = made

    def _submit(self, asked: _Asked) -> bool:
        def done(task: Task, outcome: Outcome | None, error: Exception | None) -> None:
            answer, made = None, asked.made
            if outcome is not None:
                made = made.at(outcome.version)
                answer = self._answers.keep(made, outcome, task.spooled)
            if answer is None or len(answer.body) > _LONG:
                self._conclude(asked, Conclusion(made, outcome, error, task.spooled, asked.started))
            else:
                self._answer(asked if made is asked.made else asked._replace(made=made), answer)

        try:
            ticket = self._answers.submit(asked.made, asked.client, done)
        except UnavailableError:  # told by the application, which tries again
            return False
        asked.cycle.on_hangup = ticket.cancel
        return True

    def _answer(self, asked: _Asked, answer: Answer) -> None:
        size, request = len(answer.body), self._log.request_id()
        head = self._answers.head(asked.made, answer, asked.client, asked.started, request)
        asked.connection.answer(asked.cycle, head, answer.body)
        self._metrics.request("/sparql", 200)
        self._log.note(
            method="GET",
            path="/sparql",
            status=200,
            size=size,
            seconds=perf_counter() - asked.started,
            request=request,
            query=asked.made.digest,
        )

    def _conclude(self, asked: _Asked, conclusion: Conclusion) -> None:
        async def told(scope: Scope, receive: Receive, send: Send) -> None:
            scope["state"]["conclusion"] = conclusion
            await self._application(scope, receive, send)

        asked.connection.hand_over(asked.cycle, told)
