"""Questions that several clients wait for: asked once, answered to all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dialograph.engine.exchange import Outcome
from dialograph.engine.tasks import Done, Task


@dataclass(eq=False)
class Ticket:
    """One client's part in a flight.

    Args:
        flight: what it waits for.
        done: called when that is over, unless the client has gone.
        slow: called when it is seen to take its time.
    """

    flight: Flight
    done: Done
    slow: Callable[[], None] | None

    def cancel(self) -> None:
        """Wait no longer; the question is dropped with the last who waits."""
        self.flight.leave(self)


@dataclass(eq=False)
class Flight:
    """One question on its way, and who waits for it.

    Args:
        stop: drops the question.
        over: called when nobody may join any more.
    """

    stop: Callable[[Task], None]
    over: Callable[[], None] | None = None
    task: Task | None = None
    tickets: list[Ticket] = field(default_factory=list)
    is_slow: bool = False

    def join(self, done: Done, slow: Callable[[], None] | None) -> Ticket:
        """Wait too."""
        ticket = Ticket(self, done, slow)
        self.tickets.append(ticket)
        if self.is_slow and slow is not None:
            slow()
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Wait no longer."""
        if ticket in self.tickets:
            self.tickets.remove(ticket)
            if not self.tickets and self.task is not None:
                self._end()
                self.stop(self.task)

    def slow(self) -> None:
        """Hear that the question takes its time."""
        self.is_slow = True
        for ticket in list(self.tickets):
            if ticket.slow is not None:
                ticket.slow()

    def land(self, task: Task, outcome: Outcome | None, error: Exception | None) -> None:
        """Tell everyone how it went."""
        self._end()
        # The task knows us: whoever refers in a circle has to be found by the garbage collector.
        tickets, self.tickets, self.task = self.tickets, [], None
        for ticket in tickets:
            ticket.done(task, outcome, error)

    def _end(self) -> None:
        if self.over is not None:
            self.over()
