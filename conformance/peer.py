"""Native Oxigraph servers, to count its failures by the same rules as ours."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conformance.own import free_port
from conformance.serving import Doors, Server, running

_NQUADS = {"Content-Type": "application/n-quads"}
_DOORS = Doors("/query", "/update", "/store")
# It says in words what is wrong, and by its status of which kind that is.
_KINDS = {400: "bad-syntax", 500: "cannot-evaluate"}


@dataclass(frozen=True)
class Oxigraph:
    """Runs native Oxigraph.

    Args:
        program: its command, ``oxigraph``.
    """

    program: Path

    @contextlib.contextmanager
    def __call__(
        self,
        data: bytes,
        *,
        writable: bool = False,  # noqa: ARG002 - each can be written to
    ) -> Iterator[Server]:
        """See :class:`conformance.serving.Serving`."""
        port = free_port()
        with tempfile.TemporaryDirectory(prefix="conformance-") as name:
            command = [str(self.program), "serve", "--location", f"{name}/store"]
            command += ["--bind", f"127.0.0.1:{port}"]
            with running(command, Path(name) / "log", os.environ, speaks="stderr") as url:
                server = Server(url, _DOORS, kinds=_KINDS)
                try:
                    if data:
                        server.send("POST", _DOORS.store, _NQUADS, data)
                    yield server
                finally:
                    server.close()
