"""Work in a forked process, whose memory and threads are gone when it ends."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from typing import TypeVar

from dialograph.engine.confine import die_with_parent
from dialograph.errors import DialographError

T = TypeVar("T")


def in_child(work: Callable[..., T], *args: object) -> T:
    """Do work in a process of its own, and wait for it. It ends with the thread that waits.

    Args:
        work: what to do.
        args: its arguments.

    Returns:
        What it gives, which can be pickled.

    Raises:
        DialographError: the process died; or what the work raises, whatever that is.
    """
    readable, writable = os.pipe()
    pid = os.fork()
    if pid == 0:
        die_with_parent()
        os.close(readable)
        try:
            told = pickle.dumps((True, work(*args)))
        except BaseException as error:  # noqa: BLE001 - told where it can be
            told = pickle.dumps((False, error))
        with os.fdopen(writable, "wb") as answer:
            answer.write(told)
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable, "rb") as answer:
        told = answer.read()
    os.waitpid(pid, 0)
    if not told:
        raise DialographError("A process that was to do a part of the work died.", "Start again.")
    done, result = pickle.loads(told)  # noqa: S301 - from a process of ours
    if not done:
        raise result
    return result  # type: ignore[no-any-return]
