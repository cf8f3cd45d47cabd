"""Query processes and the questions that wait for them.

Every question begins in a *quick* process, which has a few more waiting behind it. One that takes
its time stops being quick: what waited behind it goes elsewhere, another process takes the place
of its own, and it goes on beside, later at a lower priority. Only so many may do that at the same
time; one more is stopped, and begun again when there is room, in turns with other clients'. So
short questions are answered however many long ones there are.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from itertools import count
from typing import Any, BinaryIO

from dialograph.engine import errands, exchange
from dialograph.engine.budget import Budget
from dialograph.engine.exchange import Outcome, Question
from dialograph.engine.interface import BusyError
from dialograph.engine.keeper import Keeper
from dialograph.engine.lanes import BREATH, Lanes, waited_in_vain
from dialograph.engine.likeness import Known
from dialograph.engine.processes import Processes, over_budget, reason
from dialograph.engine.tasks import Done, FairQueue, Process, Recall, Task

QUICK_SECONDS = 0.004
"""What takes a process longer, in time on a processor, is no quick question."""

_STUCK_SECONDS = 0.5
"""Nor is what has been in a process for so long, although that has hardly had a processor."""

LONG_SECONDS = 0.03
"""What takes a process longer stands behind the others from then on, and is remembered; it is more
than a client may ask that has no budget left."""

_ENDLESS_SECONDS, _OURS_SECONDS, _TICK = 0.1, 1, 0.002
"""What takes longer works only while nobody else would; what others wait for steps back later."""

_PATCH_BYTES = 64 * 1024
"""A longer change is not made by every query process for itself."""


class Pool:
    """Answers questions in processes.

    Args:
        keeper: has processes forked and killed.
        budget: what clients may use.
        workers: how many processes take quick questions; see :class:`Lanes`.
        meanwhile: does the same from disk until the graph is in memory; None for nothing.
    """

    def __init__(
        self, keeper: Keeper, budget: Budget, workers: int, meanwhile: Keeper | None = None
    ) -> None:
        self.processes = Processes(
            keeper,
            meanwhile,
            heard=self._heard,
            there=lambda process: self._lanes.drain(process.began),
            gone=self._gone,
            lost=self._lost,
            again=self._again,
        )
        self._budget = budget
        self._lanes = Lanes(self.processes, workers)
        self.numbers = count(1)
        """Tasks are told apart by these."""
        self._ticks = False
        self._known, self._endless = Known(), Known()
        """Those that took long, and those that had to be stopped."""
        self.query_seconds = 0.0
        """How long processes have worked, all in all."""

    async def start(self) -> Any:
        """Wait for the dataset, and have the first processes forked.

        Returns:
            What the opener told of the dataset.

        Raises:
            DialographError: the dataset cannot be loaded.
        """
        self._loop = asyncio.get_running_loop()
        told = await self.processes.start()
        self._again()
        return told

    @property
    def is_ready(self) -> bool:
        """Whether the dataset is loaded and questions are answered."""
        return self._lanes.is_open and self.processes.are_there

    @property
    def sizes(self) -> dict[str, int]:
        """How many processes and questions there are, by what they do."""
        return self._lanes.sizes

    # --- Asking ------------------------------------------------------------------------------

    def submit(
        self,
        question: Question,
        client: str,
        seconds: float,
        done: Done,
        slow: Callable[[], None] | None = None,
        *,
        text: str = "",
        network: bool = False,
        recall: Recall | None = None,
    ) -> Task:
        """Put a question; ``done`` is called when it is answered or has failed.

        Args:
            question: what is asked.
            client: who asks.
            seconds: how long it may take, waiting included.
            done: called once, unless the task is cancelled.
            slow: called once when it is seen to take its time.
            text: the query, to know others like it by, if it does.
            network: whether the question is to reach other servers.
            recall: the version to ask, when it is not the current one.

        Raises:
            BusyError: too many questions are waiting.
            OverBudgetError: the question is known to take its time, and the client has none left.
        """
        number, now = next(self.numbers), self._loop.time()
        task = Task(number, b"", client, now, now + seconds, done, slow, text, network=network)
        if recall is None:
            task.message = exchange.pack_question(number, question)
        else:
            task.message = exchange.pack_recall(number, recall.since, recall.version, question)
            task.source = recall.patch
        self.put(task)
        return task

    async def in_memory(self, seconds: float | None) -> None:
        """Wait until the graph is in memory; see :meth:`Processes.in_memory`."""
        await self.processes.in_memory(seconds)

    run = errands.run
    """Do work of ours in a process of its own."""

    async def change(self, patch: BinaryIO, old: str, new: str) -> None:
        """Go on to another version: every question put from then on is answered from it.

        Args:
            patch: a file that holds the RDF Patch.
            old: the version that it starts from, and
            new: the one that it leads to.

        Raises:
            UnavailableError: the dataset is being loaded anew, in the version that is on disk.
        """
        await self.processes.change(patch, old, new)
        size = os.fstat(patch.fileno()).st_size
        if size <= _PATCH_BYTES:
            content = os.pread(patch.fileno(), size, 0)
            self._lanes.go_on(exchange.pack_change(old, new, content))
        else:
            self._lanes.renew()

    def cancel(self, task: Task) -> None:
        """Stop working on a task that nobody waits for any more."""
        if task.is_over:
            return
        task.is_over = True
        if self._lanes.drop(task):
            return
        for process in self._lanes.heavy:
            if process.tasks and process.tasks[0] is task and not process.killed:
                self._lanes.kill(process, "hangup")

    def put(self, task: Task) -> None:
        """Begin with a task, or have it wait.

        Raises:
            BusyError, OverBudgetError: as :meth:`submit`.
        """
        if not self._ticks:
            self._ticks = True
            self._loop.call_later(_TICK, self._tick)
        # While nothing long is under way it can begin anywhere: that is found out soon enough. What
        # nobody asks for yet begins where the like was worked on before.
        is_known = (self._lanes.has_long or not task.client) and task.text in self._known
        task.is_endless = is_known and bool(task.client) and task.text in self._endless
        if is_known and self._budget.is_used_up(task.client):
            raise over_budget(self._budget.seconds, self._budget.open_in(task.client))
        if is_known or not task.is_general:
            self._lanes.put_heavy(task)
        else:
            self._lanes.put(task, task.arrived)

    # --- What processes say ------------------------------------------------------------------

    def _heard(self, process: Process, outcome: Outcome) -> None:
        if not process.tasks or process.tasks[0].number != outcome.number:
            return  # answered although it had been given to another process meanwhile
        now = self._loop.time()
        task = process.tasks.popleft()
        task.seconds += now - process.began
        process.began = now
        if task.is_heavy:
            self._endless.discard(task.text)
            if task.seconds < LONG_SECONDS:
                self._known.discard(task.text)
        if outcome.spooled is not None:
            task.spooled = process.take_file(outcome.spooled)
        self._lanes.settle(process, is_spent=outcome.spent)
        self._finish(task, outcome, None)
        self._lanes.drain(now)

    def _finish(self, task: Task, outcome: Outcome | None, error: Exception | None) -> None:
        self.query_seconds += task.seconds
        if task.is_heavy and task.client:
            self._budget.charge(task.client, task.seconds)
        if not task.is_over:
            task.is_over = True
            if outcome is not None and outcome.failure is not None:
                error, outcome = exchange.error_of(outcome.failure), None
            task.done(task, outcome, error)

    # --- Time --------------------------------------------------------------------------------

    def _tick(self) -> None:
        now = self._loop.time()
        for process in [each for each in self._lanes.quick if each.tasks]:
            if process.worked() > QUICK_SECONDS or now - process.began > _STUCK_SECONDS:
                self._set_aside(process, now)
        for process in [each for each in self._lanes.heavy if each.tasks and not each.killed]:
            self._watch(process, now)
        for queue in (self._lanes.waiting, self._lanes.heavy_waiting):
            for task in list(queue):
                self._look_after(task, queue, now)
        self._lanes.fill()
        self._lanes.begin_heavy()
        self._ticks = not self._lanes.is_at_rest
        if self._ticks:
            self._loop.call_later(_TICK, self._tick)

    def _set_aside(self, process: Process, now: float) -> None:
        """Take a process out of the quick ones: its first question takes its time."""
        task = process.tasks[0]
        task.is_heavy = True
        task.has_no_budget = self._budget.is_used_up(task.client)
        self._lanes.set_aside(process)
        if task.is_over:
            self._lanes.kill(process, "hangup")
        elif self._lanes.is_overfull:
            process.tasks.clear()
            task.seconds += now - process.began
            self._lanes.kill(process, "preempted")
            try:
                self._lanes.put_heavy(task)
            except BusyError as error:
                self._finish(task, None, error)
        self._mark_slow(task)

    def _watch(self, process: Process, now: float) -> None:
        task = process.tasks[0]
        self._mark_slow(task)
        if now > task.deadline:
            self._endless.add(task.text)
            self._lanes.kill(process, "timeout")
        elif not task.client and process.worked() < _OURS_SECONDS:
            pass
        elif not task.is_endless and process.worked() > _ENDLESS_SECONDS:
            task.is_endless = True
            process.be_idle()
        elif not task.is_long and process.worked() > LONG_SECONDS:
            task.is_long = True
            self._known.add(task.text)
            if task.has_no_budget or (task.is_work and self._budget.is_used_up(task.client)):
                self._lanes.kill(process, "budget")
            else:
                process.be_nice()

    def _look_after(self, task: Task, queue: FairQueue, now: float) -> None:
        if now > task.deadline:
            queue.remove(task)
            self._finish(task, None, waited_in_vain())
        elif now - task.arrived > QUICK_SECONDS:
            self._mark_slow(task)

    def _mark_slow(self, task: Task) -> None:
        slow, task.slow = task.slow, None
        if slow is not None:
            slow()

    def _gone(self, process: Process, status: int) -> None:
        was_idle = not process.tasks
        self._lanes.remove(process)
        if process.tasks:
            task = process.tasks.popleft()
            task.seconds += self._loop.time() - process.began
            budget, retry = self._budget.seconds, self._budget.open_in(task.client)
            self._finish(task, None, reason(process, task, status, budget=budget, retry=retry))
        if was_idle and not process.killed:
            self._loop.call_later(BREATH, self._lanes.fill)
        else:
            self._lanes.fill()
        self._lanes.begin_heavy()

    def _lost(self) -> None:
        """Stop forking; what waits goes on waiting until its time is up."""
        self._lanes.is_open = False

    def _again(self) -> None:
        self._lanes.is_open = True
        self._lanes.renew()
        self._lanes.begin_heavy()

    def close(self) -> None:
        """End all processes."""
        self._lanes.is_open = False
        self.processes.close()
