"""Questions that several clients wait for: asked once, answered to all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dialograph.engine.tasks import Done, Recall, Task


@dataclass(eq=False, slots=True)
class Ticket:
    """One client's part in a flight.

    Args:
        client: who waits.
        done: called when the flight is over, unless the client has gone.
        slow: called when it is seen to take its time.
        flight: what the client waits for.
    """

    client: str
    done: Done
    slow: Callable[[], None] | None
    flight: Flight | None = None

    def cancel(self) -> None:
        """Wait no longer; the question is dropped with the last who waits."""
        if self.flight is not None:
            self.flight.leave(self)


@dataclass(eq=False, slots=True)
class Flight:
    """One question on its way, and who waits for it.

    Args:
        client: in whose name it is asked.
        stop: drops the question.
        over: called when nobody may join any more.
        recall: the version that is asked, when it is not the current one.
    """

    client: str
    stop: Callable[[Task], None]
    over: Callable[[], None] | None = None
    recall: Recall | None = None
    task: Task | None = None
    tickets: list[Ticket] = field(default_factory=list)
    is_slow: bool = False

    def join(self, ticket: Ticket) -> None:
        """Take one more who waits."""
        ticket.flight = self
        self.tickets.append(ticket)
        if self.is_slow and ticket.slow is not None:
            ticket.slow()

    def leave(self, ticket: Ticket) -> None:
        """Let one go; the last one ends the flight."""
        if ticket in self.tickets:
            self.tickets.remove(ticket)
            if not self.tickets and self.task is not None:
                task = self.task
                self.end()
                self.stop(task)

    def slow(self) -> None:
        """Hear that the question takes its time."""
        self.is_slow = True
        for ticket in list(self.tickets):
            if ticket.slow is not None:
                ticket.slow()

    def end(self) -> list[Ticket]:
        """Let nobody join any more, and give those who wait."""
        # The task knows us: whoever refers in a circle has to be found by the garbage collector.
        tickets, self.tickets, self.task = self.tickets, [], None
        if self.over is not None:
            self.over()
        return tickets
