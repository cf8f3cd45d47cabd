"""Output: files written whole or not at all, and standard output."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from dialograph.errors import UsageError


def write_out(content: bytes) -> None:
    """Write to standard output, all of it.

    Raises:
        BrokenPipeError: the reader went away.
    """
    if sys.stdout.isatty():  # as a text, which a terminal is spared the control characters of
        sys.stdout.write(content.decode("utf-8", "replace"))
        sys.stdout.flush()
        return
    sys.stdout.flush()
    left = memoryview(content)
    while left:  # an unbuffered output (PYTHONUNBUFFERED) takes what it can at once
        left = left[sys.stdout.buffer.write(left) :]
    sys.stdout.buffer.flush()


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in its place by one rename: no reader ever sees half of it.

    Args:
        path: the file; what it held before is replaced.
        content: what it shall hold.

    Raises:
        UsageError: it cannot be written; what it held before is still there.
    """
    # Elsewhere than a plain file (a pipe, /dev/null), there is nothing to replace.
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        neighbour = Path(_write_neighbour(path, content))
        try:
            neighbour.replace(path)
        except OSError:
            neighbour.unlink()
            raise
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(f"{path} cannot be written: {reason}.", "Choose another place.") from error


def _write_neighbour(path: Path, content: bytes) -> str:
    mask = os.umask(0)
    os.umask(mask)
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}-", delete=False
    ) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), 0o666 & ~mask)
        except OSError:
            Path(file.name).unlink()
            raise
    return file.name
