"""The server's end of a nursery: starts it, has query processes forked, hears who died."""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from dialograph.engine.exchange import Unpacker, error_of, pack
from dialograph.engine.interface import UnavailableError
from dialograph.engine.nursery import (
    CHANGE,
    CHANGED,
    DIED,
    FAILED,
    FORK,
    FORKED,
    KILL,
    READY,
    Opener,
)
from dialograph.engine.worker import Limits

_LOST = UnavailableError(
    "The process that holds the dataset died.",
    "Ask again in a moment.",
    french="Le processus qui tient les données est mort.",
)

_TUNABLES, _TCACHE = "GLIBC_TUNABLES", "glibc.malloc.tcache_count"
_KEPT = 256
"""So many freed pieces of each size stay at hand. To read a query takes more than the seven of the
C library's own choice, and with those a lookup takes half as long again in the engine."""


def _allocating(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a nursery and of what is forked from it, whose memory is the C library's.

    Args:
        environment: the server's; what an operator says of it there holds.
    """
    said = environment.get(_TUNABLES, "")
    if _TCACHE in said:
        return dict(environment)
    return {**environment, _TUNABLES: f"{said}{':' if said else ''}{_TCACHE}={_KEPT}"}


class Keeper:
    """Starts a nursery at once; it loads while the server gets ready.

    Args:
        opener: loads the dataset, in the nursery.
        args: its arguments.
        limits: what query processes are held to.
        works: what :meth:`Pool.run` may be given: a query process can load no module any more.
        folder: where the files for long answers go; None for the system's.
        later: ``MODULE:FUNCTION`` and its arguments: what the nursery does before it forks a
            process that gets a file, so that all those have it done; and
        soon: whether it does that as soon as it has nothing else to do.
        gently: whether query processes of another nursery are not to wait for the loading.
    """

    def __init__(
        self,
        opener: Opener,
        args: tuple[Any, ...],
        limits: Limits,
        works: tuple[Callable[..., Any], ...] = (),
        folder: str | None = None,
        *,
        later: tuple[str, tuple[Any, ...]] | None = None,
        soon: bool = False,
        gently: bool = False,
    ) -> None:
        self._told = pickle.dumps((opener, args, limits, works, later, soon, gently))
        self._folder = folder
        self._unpacker = Unpacker()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready: asyncio.Future[Any] | None = None
        self._changing: asyncio.Future[None] | None = None
        self.on_forked: Callable[[int, int], None] = lambda _number, _pid: None
        """Called with the number and the process id of who is there."""
        self.on_died: Callable[[int, int], None] = lambda _number, _status: None
        """Called with the number and the wait status of who is gone."""
        self.on_lost: Callable[[], None] = lambda: None
        """Called when the nursery itself is gone, and with it all its children."""
        self._start()

    @property
    def pid(self) -> int:
        """The process id of the nursery."""
        return self._process.pid

    def _start(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dialograph.engine.nursery", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_allocating(os.environ),
            )
        self._socket.sendall(pack((self._told,)))
        self._socket.settimeout(0)

    async def ready(self) -> Any:
        """Wait until the dataset is loaded.

        Returns:
            What the opener told of it.

        Raises:
            DialographError: it cannot be loaded.
            UnavailableError: the nursery died while it was loading.
        """
        self._loop = asyncio.get_running_loop()
        self._ready = self._loop.create_future()
        self._loop.add_reader(self._socket, self._read)
        return await self._ready

    def restart(self) -> None:
        """Start anew after :attr:`on_lost`; then wait for :meth:`ready` again."""
        self._socket.close()
        self._process.wait()
        self._unpacker = Unpacker()
        self._start()

    async def change(self, patch: BinaryIO, old: str, new: str) -> None:
        """Have the dataset changed; processes forked from then on hold the new version.

        Args:
            patch: a file that holds an RDF Patch.
            old: the version that it starts from, and
            new: the one that it leads to. Nothing is done where that is what there is already.

        Raises:
            UnavailableError: the nursery died over it; the opener will load what is right.
        """
        self._changing = asyncio.get_running_loop().create_future()
        try:
            socket.send_fds(self._socket, [pack((CHANGE, old, new))], [patch.fileno()])
            await self._changing
        except OSError as error:
            raise _LOST from error
        finally:
            self._changing = None

    def fork(
        self,
        number: int,
        *,
        bounded: bool = True,
        network: bool = False,
        source: BinaryIO | None = None,
    ) -> tuple[socket.socket, int]:
        """Have a query process forked.

        Args:
            number: what to call it.
            bounded: whether the memory bound holds for it.
            network: whether it may open sockets.
            source: a file for it to read.

        Returns:
            Our end of the connection to it, and the descriptor of the file for its long answers;
            both belong to the caller.
        """
        ours, theirs = socket.socketpair()
        with theirs, TemporaryFile(dir=self._folder) as spool:
            message = pack((FORK, number, bounded, network, source is not None))
            given = [] if source is None else [source.fileno()]
            socket.send_fds(self._socket, [message], [theirs.fileno(), spool.fileno(), *given])
            ours.settimeout(0)
            return ours, os.dup(spool.fileno())

    def kill(self, number: int) -> None:
        """Have a query process killed; :attr:`on_died` tells when it is gone."""
        with suppress(OSError):  # the nursery is gone, and so are its children
            self._socket.send(pack((KILL, number)))

    def close(self) -> None:
        """End the nursery and its children."""
        self._hear_no_more()
        self._socket.close()
        self._process.kill()
        self._process.wait()

    def _read(self) -> None:
        try:
            data = self._socket.recv(64 * 1024)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lose()
            return
        for what, *told in self._unpacker.feed(data):
            self._hear(what, told)

    def _hear(self, what: str, told: list[Any]) -> None:
        if what == FORKED:
            self.on_forked(*told)
        elif what == DIED:
            self.on_died(*told)
        elif what == CHANGED:
            if self._changing is not None and not self._changing.done():
                self._changing.set_result(None)
        elif self._ready is not None and not self._ready.done():
            if what == READY:
                self._ready.set_result(pickle.loads(told[0]))  # noqa: S301 - the nursery
            elif what == FAILED:
                self._hear_no_more()  # it ends now: that is no news
                self._ready.set_exception(error_of(told[0]))

    def _hear_no_more(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._socket)

    def _lose(self) -> None:
        self._hear_no_more()
        if self._changing is not None and not self._changing.done():
            self._changing.set_exception(_LOST)
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(
                UnavailableError("The dataset could not be loaded: its process died.", "")
            )
        else:
            self.on_lost()
