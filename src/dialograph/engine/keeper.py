"""The server's end of a nursery: starts it, has query processes forked, hears who died."""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from tempfile import TemporaryFile
from typing import Any

from dialograph.engine.exchange import Unpacker, error_of, pack
from dialograph.engine.interface import UnavailableError
from dialograph.engine.nursery import DIED, FAILED, FORK, FORKED, KILL, READY, Opener
from dialograph.engine.worker import Limits


class Keeper:
    """Starts a nursery at once; it loads while the server gets ready.

    Args:
        opener: loads the dataset, in the nursery.
        args: its arguments.
        limits: what query processes are held to.
        works: what :meth:`Pool.run` may be given: a query process can load no module any more.
        folder: where the files for long answers go; None for the system's.
    """

    def __init__(
        self,
        opener: Opener,
        args: tuple[Any, ...],
        limits: Limits,
        works: tuple[Callable[..., Any], ...] = (),
        folder: str | None = None,
    ) -> None:
        self._told = pickle.dumps((opener, args, limits, works))
        self._folder = folder
        self._unpacker = Unpacker()
        self._ready: asyncio.Future[Any] | None = None
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
        loop = asyncio.get_running_loop()
        self._ready = loop.create_future()
        loop.add_reader(self._socket, self._read)
        return await self._ready

    def restart(self) -> None:
        """Start anew after :attr:`on_lost`; then wait for :meth:`ready` again."""
        self._socket.close()
        self._process.wait()
        self._unpacker = Unpacker()
        self._start()

    def fork(
        self, number: int, *, bounded: bool = True, network: bool = False
    ) -> tuple[socket.socket, int]:
        """Have a query process forked.

        Args:
            number: what to call it.
            bounded: whether the memory bound holds for it.
            network: whether it may open sockets.

        Returns:
            Our end of the connection to it, and the descriptor of the file for its long answers;
            both belong to the caller.
        """
        ours, theirs = socket.socketpair()
        with theirs, TemporaryFile(dir=self._folder) as spool:
            message = pack((FORK, number, bounded, network))
            socket.send_fds(self._socket, [message], [theirs.fileno(), spool.fileno()])
            ours.settimeout(0)
            return ours, os.dup(spool.fileno())

    def kill(self, number: int) -> None:
        """Have a query process killed; :attr:`on_died` tells when it is gone."""
        with suppress(OSError):  # the nursery is gone, and so are its children
            self._socket.send(pack((KILL, number)))

    def close(self) -> None:
        """End the nursery and its children."""
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
            if what == FORKED:
                self.on_forked(*told)
            elif what == DIED:
                self.on_died(*told)
            elif self._ready is not None and not self._ready.done():
                if what == READY:
                    self._ready.set_result(pickle.loads(told[0]))  # noqa: S301 - the nursery
                elif what == FAILED:
                    self._ready.set_exception(error_of(told[0]))

    def _lose(self) -> None:
        asyncio.get_running_loop().remove_reader(self._socket)
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(
                UnavailableError("The dataset could not be loaded: its process died.", "")
            )
        else:
            self.on_lost()
