"""No sockets for a process that has to open files: the kernel refuses the calls that make them.

A filter of Linux's seccomp, for this process and all that it starts, for good (seccomp(2)).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_KILL, _ALLOW, _REFUSE = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EACCES
_OTHER_WAY_IN = 0x40000000
"""Numbers from here on are those of x32, another set of the same calls."""

# By machine: how the kernel calls it (linux/audit.h), and its numbers of socket, socketpair,
# io_uring_setup (which can make sockets too) and pidfd_getfd (which takes those of others).
_MACHINES = {
    "x86_64": (0xC000003E, (41, 53, 425, 438)),
    "aarch64": (0xC00000B7, (198, 199, 425, 438)),
}


def forbid_sockets() -> None:
    """Have every call fail with ``EACCES`` from now on that would make a socket.

    Raises:
        OSError: this kernel, or this kind of machine, cannot do that.
    """
    known = _MACHINES.get(os.uname().machine)
    if known is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    architecture, refused = known
    last = len(refused)
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, last + 1, 0, _OTHER_WAY_IN),
        *((_EQUAL, last - place, 0, number) for place, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    filter_ = ctypes.create_string_buffer(struct.pack("HP", len(lines), ctypes.addressof(program)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(filter_), 0, 0):
        failure = ctypes.get_errno()
        raise OSError(failure, os.strerror(failure))
