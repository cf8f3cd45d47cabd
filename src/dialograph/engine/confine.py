"""What a query process may not do, whatever a query makes of it.

No new descriptor, hence no socket and no file (but for what is read of a copy on disk); memory and
file size bounded; it dies with its parent, dumps no core, and is the first that a kernel out of
memory chooses.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_PAGE = resource.getpagesize()
_FIRST_FREE = 3
_libc = ctypes.CDLL(None, use_errno=True)

QUERY_NICE = 10
"""How far query processes stand behind the server."""

STACK_BYTES = 64 * 1024 * 1024
"""Parsers and evaluators call themselves for each level of a query; address space costs nothing."""


def bound_stack() -> None:
    """Let the stack of this process, and of those it forks, grow as far as a query may need."""
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    wanted = STACK_BYTES if hard == resource.RLIM_INFINITY else min(STACK_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (wanted, hard))


def die_with_parent() -> None:
    """End this process when the one that made it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def keep_only(connection: socket.socket, *files: int) -> tuple[socket.socket, tuple[int, ...], int]:
    """Close every descriptor but some, and one more through which the own size can be read.

    Args:
        connection: to the server.
        files: descriptors.

    Returns:
        The connection, the files, and the descriptor of ``/proc/self/statm``, under new numbers.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    size = os.open("/proc/self/statm", os.O_RDONLY)
    wanted = (connection.detach(), *files, size)
    high = [os.dup2(each, 1000 + n) for n, each in enumerate(wanted)]
    for standard in range(_FIRST_FREE):
        os.dup2(nothing, standard)
    kept = [os.dup2(each, _FIRST_FREE + n) for n, each in enumerate(high)]
    os.closerange(_FIRST_FREE + len(kept), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return socket.socket(fileno=kept[0]), tuple(kept[1:-1]), kept[-1]


def confine(
    statm: int, *, memory: int | None, file_bytes: int, network: bool, files: int = 0
) -> None:
    """Lower the limits of this process for good.

    Args:
        statm: the descriptor of ``/proc/self/statm``.
        memory: how many bytes it may take beyond what it has; None for no bound.
        file_bytes: how long a file it may write.
        network: whether it may open sockets.
        files: how many more it may open; with any, only :mod:`.seccomp` keeps it from sockets.
    """
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # The server itself comes first: it has little to do for each request, and all wait for it.
    os.nice(QUERY_NICE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    _offer_to_the_kernel()
    if memory is not None:
        bound = size_of(statm) + memory
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    if not network:
        # The descriptors below are taken: there is no number left for another.
        most = _first_free(statm) + files
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _first_free(descriptor: int) -> int:
    """Take every number up to the highest that is in use, and give the next one.

    Args:
        descriptor: an open one, of which there may be more.
    """
    listed = [int(each) for each in os.listdir("/proc/self/fd")]  # noqa: PTH208 - no Path for each
    highest = max(each for each in listed if _is_open(each))
    while (taken := os.dup(descriptor)) <= highest:
        pass
    os.close(taken)
    return taken


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:  # the one through which they were listed
        return False
    return True


def size_of(statm: int) -> int:
    """How many bytes of address space this process has."""
    return int(os.pread(statm, 64, 0).split()[0]) * _PAGE


def _offer_to_the_kernel() -> None:
    try:
        Path("/proc/self/oom_score_adj").write_text("800")
    except OSError:  # a hardened system may not let us; the memory bound holds all the same
        return
