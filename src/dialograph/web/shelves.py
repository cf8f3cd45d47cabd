"""The files of a version, made by a query process when they are first asked for, and kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import islice

from starlette.requests import Request

from dialograph.engine.interface import StaleError
from dialograph.engine.tasks import Spooled
from dialograph.errors import DialographError
from dialograph.limits import DUMP_SECONDS
from dialograph.publish.description import DatasetDescription
from dialograph.publish.dumps import Dump, DumpName, describe_and_make, dump_names, make
from dialograph.repository.interface import Repository
from dialograph.web.answers import Answers
from dialograph.web.pages import Pages
from dialograph.web.past import run_at
from dialograph.web.problems import telling
from dialograph.web.sparql_request import read_address

_Told = tuple[DatasetDescription, list[Dump]]

_PAST_MAX = 3
"""So many older versions keep their files, those asked for last."""

_LISTED_MAX = 12
"""So many earlier versions are shown."""


class Shelf:
    """The files of one version.

    Args:
        answers: have the processes.
        turn: held while files are made: side by side they would only take more memory.
        revision: what stands for the version.
        dataset: the version, described; None until it has been looked at.
        number: of an older version; None for the one that is served.
    """

    def __init__(
        self,
        answers: Answers,
        turn: asyncio.Lock,
        revision: str,
        dataset: DatasetDescription | None = None,
        number: int | None = None,
    ) -> None:
        self._answers = answers
        self._turn = turn
        self.revision = revision
        self._dataset = dataset
        self._number = number
        self._made: dict[str, tuple[Dump, Spooled]] = {}
        self._all: asyncio.Task[Sequence[Dump]] | None = None

    @property
    def dataset(self) -> DatasetDescription:
        """The version, once it has been described or a file of it looked for."""
        assert self._dataset is not None
        return self._dataset

    async def described(self) -> DatasetDescription:
        """The version, described.

        Raises:
            Problem: it could not be looked at now.
        """
        if self._dataset is None:
            await self._make(())
        return self.dataset

    @property
    def made(self) -> Sequence[Dump]:
        """The files that there are already, the whole dataset first."""
        return [self._made[name][0] for name in self._names if name in self._made]

    @property
    def _names(self) -> Mapping[str, DumpName]:
        return dump_names(self.dataset)

    async def find(self, file_name: str) -> tuple[Dump, Spooled] | None:
        """The file of that name; None when there is none.

        Raises:
            Problem: it could not be made now.
        """
        if file_name not in self._made and not (self._dataset and file_name not in self._names):
            await self._make([file_name])
        return self._made.get(file_name)

    async def every(self) -> Sequence[Dump]:
        """Every file, the whole dataset first.

        Raises:
            Problem: they could not be made now.
        """
        # Another version may come in between, with other files.
        while self._dataset is None or len(self._made) < len(self._names):
            await self._make(None)
        return self.made

    async def within(self, seconds: float) -> Sequence[Dump]:
        """The files that there are after a while: all of them, unless making them takes longer.

        Args:
            seconds: how long to wait; they are made in any case.
        """
        if self._all is None or self._all.done():
            self._all = asyncio.get_running_loop().create_task(self.every())
        await asyncio.wait([self._all], timeout=seconds)
        if self._all.done():
            self._all.exception()  # another time
        return self.made

    async def _make(self, wanted: Sequence[str] | None) -> None:
        async with self._turn:
            if self._dataset is not None:
                names = self._names
                known = [name for name in (names if wanted is None else wanted) if name in names]
                wanted = [name for name in known if name not in self._made]
                if not wanted:
                    return
            with telling():
                await self._put(wanted)

    async def _put(self, wanted: Sequence[str] | None) -> None:
        if self._number is not None:
            told, file = await run_at(
                self._answers,
                self._number,
                describe_and_make,
                self._answers.settings.base_iri,
                wanted,
                seconds=DUMP_SECONDS,
            )
        else:
            told, file = await self._present(wanted)
        self._dataset, dumps = told
        self.revision = self._dataset.revision
        for dump in dumps:
            self._made.setdefault(str(dump.name), (dump, file))

    async def _present(self, wanted: Sequence[str] | None) -> tuple[_Told, Spooled]:
        if self._dataset is not None:
            names = [self._names[name] for name in wanted or ()]
            with suppress(StaleError):  # the next version is here, and has yet to be described
                dumps, file = await self._answers.pool.run(
                    make, self.revision, names, seconds=DUMP_SECONDS
                )
                return (self._dataset, dumps), file
            self._made.clear()
        return await self._answers.pool.run(
            describe_and_make, self._answers.settings.base_iri, wanted, seconds=DUMP_SECONDS
        )


class Shelves:
    """The files of the version that is served, and of older ones that were asked for.

    Args:
        answers: have the processes, and know the versions.
        pages: know what is served.
        repository: knows the number of the current version; None where no versions are kept.
    """

    def __init__(self, answers: Answers, pages: Pages, repository: Repository | None) -> None:
        self._answers = answers
        self._pages = pages
        self._repository = repository
        self._turn = asyncio.Lock()
        self._current = Shelf(answers, self._turn, "")
        self._past: OrderedDict[str, Shelf] = OrderedDict()

    @property
    def current(self) -> Shelf:
        """The files of the version that is served."""
        revision, dataset = self._answers.version, self._pages.dataset()
        if self._current.revision != revision:
            # Right after a change, pages still tell of the version before.
            told = dataset if dataset.revision == revision else None
            self._current = Shelf(self._answers, self._turn, revision, told)
        return self._current

    def asked(self, request: Request) -> tuple[Shelf, int | None]:
        """The files of the version that a request is about, and its number if it gives one.

        Args:
            request: may ask for a version by its number, with ``version``.

        Raises:
            Problem: the number is none, or there is no such version, or no more.
        """
        number = read_address(request.scope["query_string"]).version
        if number is None:
            return self.current, None
        with telling():
            revision = self._answers.history.revision(number)
        if revision == self.current.revision:
            return self.current, number
        if revision not in self._past:
            self._past[revision] = Shelf(self._answers, self._turn, revision, number=number)
        self._past.move_to_end(revision)
        while len(self._past) > _PAST_MAX:
            self._past.popitem(last=False)
        return self._past[revision], number

    def earlier(self) -> tuple[int | None, Sequence[int]]:
        """The number of the version that is served, and those of the last ones before it.

        Returns:
            None and nothing where no versions are kept.
        """
        if self._repository is None or not self._repository.version:
            return None, ()
        current = self._repository.version
        return current, tuple(islice(self._before(current), _LISTED_MAX))

    def _before(self, number: int) -> Iterable[int]:
        for each in range(number - 1, 0, -1):
            try:
                self._answers.history.revision(each)
            except DialographError:  # it has been pruned, and so have those before it
                return
            yield each
