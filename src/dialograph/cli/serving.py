"""``dialograph serve``: the graph over HTTP."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from types import FrameType
from typing import TYPE_CHECKING

from dialograph.errors import UsageError
from dialograph.settings import add_flags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialograph.engine.interface import Engine
    from dialograph.settings import Settings

_EPILOG = """
Says in one line where it answers as soon as it does. Stops on SIGTERM or Ctrl-C, once the answers
under way are sent. Writes one JSON object for each request to standard error, without the text of
queries.

examples:
  dialograph serve
  dialograph serve --port 0
  dialograph serve --host 0.0.0.0 --base-iri https://example.org/dialogues/
  dialograph serve --load data.trig more.ttl --default-graph own

exit codes: 0 stopped, 2 a setting is no good, a file does not parse, or the port is taken
"""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "serve",
        help="answer SPARQL queries over HTTP",
        description="Serve the graph: a SPARQL endpoint at /sparql, downloads at /download/, and "
        "pages for people.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_flags(parser)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Load, listen, answer until told to stop.

    Returns:
        0 when it was told to stop; the process ends with it.

    Raises:
        UsageError: a setting is no good, a file cannot be loaded, or the port cannot be had.
    """
    from dialograph.settings import read_settings

    # Before anything slow: whoever stops us while we load is heard too.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _stop)
    settings = read_settings(args, os.environ)
    listener = _listen(settings)

    from dialograph.publish.opening import open_engine

    _serve(settings, open_engine(settings), listener)
    sys.stdout.flush()
    sys.stderr.flush()
    # A thread that still evaluates cannot be stopped, and must not be waited for.
    os._exit(0)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _listen(settings: Settings) -> socket.socket:
    try:
        (family, *_, address), *_ = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        listener = socket.create_server(address[:2], family=family, backlog=1024)
    except OSError as error:
        reason = (error.strerror or "it cannot be had").lower()
        raise UsageError(
            f"Cannot listen on port {settings.port} of {settings.host}: {reason}.",
            "Choose another with --port; 0 takes a free one.",
        ) from error
    # Connections take this over. Without it, each answer waits 40 ms for the client's receipt.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _serve(settings: Settings, engine: Engine, listener: socket.socket) -> None:
    import logging

    import uvicorn

    from dialograph.settings import HEADER_BYTES_MAX, STOP_SECONDS
    from dialograph.web.app import create_app

    class Server(uvicorn.Server):
        async def startup(self, sockets: Sequence[socket.socket] | None = None) -> None:
            await super().startup(list(sockets or ()))
            print(_ready(settings, engine, listener), flush=True)

    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    logging.getLogger("dialograph.access").setLevel(logging.INFO)
    config = uvicorn.Config(
        create_app(settings, engine),
        http="h11",
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=HEADER_BYTES_MAX,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    try:
        Server(config).run(sockets=[listener])
    except SystemExit as stop:  # uvicorn passes the signal on once it has stopped
        if stop.code:
            raise


def _ready(settings: Settings, engine: Engine, listener: socket.socket) -> str:
    from dialograph.publish.description import describe

    dataset = describe(engine, settings.base_iri)
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return (
        f"dialograph serves {dataset.statements} statements in {len(dataset.graphs)} graphs "
        f"at http://{shown}:{port}/ (version {dataset.revision})"
    )
