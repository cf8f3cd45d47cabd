"""``dialograph serve``: the graph over HTTP."""

from __future__ import annotations

import argparse
import os
import resource
import signal
import socket
import sys
from math import ceil
from types import FrameType
from typing import TYPE_CHECKING

from dialograph.cli.language import of_environment
from dialograph.errors import UsageError
from dialograph.limits import SYSTEM_UNSENT_BYTES
from dialograph.settings import add_flags
from dialograph.values import NONE, SHIPPED

if TYPE_CHECKING:
    from dialograph.engine.keeper import Keeper
    from dialograph.engine.versions import Versions
    from dialograph.publish.description import DatasetDescription
    from dialograph.settings import Settings

_DESCRIPTORS = 16_384
_NOT_JUDGED = {
    "en": "What --load gave is the first version, and was taken as it is: the shapes judge what "
    "changes from now on. To have it judged first, begin the data directory with "
    "`dialograph load`.",
    "fr": "Ce qu’a donné --load est la première version, reprise telle quelle : les formes "
    "n’examinent que ce qui change désormais. Pour la faire examiner d’abord, commencez le "
    "répertoire de données avec `dialograph load`.",
}

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
        0 when it was told to stop.

    Raises:
        UsageError: a setting is no good, a file cannot be loaded, or the port cannot be had.
    """
    from dialograph.settings import read_settings

    # Before anything slow: whoever stops us while we load is heard too.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _stop)
    settings = read_settings(args, os.environ)
    if settings.shapes not in {NONE, SHIPPED} and not os.path.exists(settings.shapes):  # noqa: PTH110
        raise UsageError(
            f"--shapes cannot be {settings.shapes!r}: there is no such file or folder.",
            "Name one, or say shipped or none.",
            french=f"--shapes ne peut pas être {settings.shapes!r} : ni fichier ni "
            "dossier de ce nom. Indiquez-en un, ou bien shipped ou none.",
        )
    listener = _listen(settings)
    _check_shapes(settings)
    versions, language = None, of_environment(os.environ)
    if settings.data_dir is not None:
        from dialograph.repository.beginning import open_versions
        from dialograph.repository.shipped import news

        is_new = not os.path.exists(os.path.join(settings.data_dir, "CURRENT"))  # noqa: PTH110, PTH118
        versions = open_versions(settings)
        if is_new and settings.shapes != NONE and settings.load not in {(SHIPPED,), (NONE,)}:
            print(_NOT_JUDGED[language], file=sys.stderr)
        if told := news(versions, settings):
            print(told[language], file=sys.stderr)
    _allow_descriptors()

    from dialograph.engine.examining import examine, learn
    from dialograph.engine.keeper import Keeper
    from dialograph.engine.worker import Limits
    from dialograph.integrate.reconciliation.answering import answer
    from dialograph.integrate.reconciliation.building import read_index
    from dialograph.publish.changed import tell_changes
    from dialograph.publish.dumps import make
    from dialograph.publish.feed import write_pages
    from dialograph.publish.opening import open_copy, open_described
    from dialograph.publish.past import go_to_and
    from dialograph.publish.resources import describe_all
    from dialograph.publish.search import read_entries
    from dialograph.publish.suggestions import suggest

    limits = Limits(
        settings.query_memory, settings.result_max, settings.service_allow, settings.service_private
    )
    works = (
        *(make, describe_all, go_to_and, suggest, read_entries, write_pages, tell_changes),
        *(read_index, answer, learn, examine),
    )
    meanwhile = None
    if versions is not None and settings.disk_copy_from and versions.has_copy:
        meanwhile = Keeper(open_copy, (settings,), limits, works, settings.data_dir)
    # It loads while the rest of us is being imported.
    keeper = Keeper(
        open_described,
        (settings,),
        limits,
        works,
        settings.data_dir,
        # What is missing is judged where nothing is written too.
        later=("dialograph.repository.completeness:make_ready", (settings.shapes,)),
        soon=versions is not None and settings.tokens_file is not None,
        gently=meanwhile is not None,
    )
    try:
        _serve(settings, (keeper, meanwhile), listener, versions)
    finally:
        keeper.close()
        if meanwhile is not None:
            meanwhile.close()
    return 0


def _check_shapes(settings: Settings) -> None:
    """See that shapes of one's own can be run, in another process: see there."""
    if settings.shapes in {NONE, SHIPPED}:
        return
    import subprocess

    looking = [sys.executable, "-m", "dialograph.repository.own_shapes", settings.shapes]
    done = subprocess.run(looking, capture_output=True, text=True, check=False)
    if done.returncode or done.stdout:
        raise UsageError(f"--shapes {settings.shapes}: {done.stdout or 'it cannot be read.'}")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _allow_descriptors() -> None:
    """As many as the system lets us: each connection takes one, each process a few."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(_DESCRIPTORS, hard) if hard != resource.RLIM_INFINITY else _DESCRIPTORS
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


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
            french=f"Impossible d’écouter sur le port {settings.port} de {settings.host} "
            f"({reason}). Choisissez-en un autre avec --port ; 0 en prend un de libre.",
        ) from error
    # Connections take this over. Without it, each answer waits 40 ms for the client's receipt.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SYSTEM_UNSENT_BYTES)
    return listener


def _serve(
    settings: Settings,
    keepers: tuple[Keeper, Keeper | None],
    listener: socket.socket,
    versions: Versions | None,
) -> None:
    import gc
    import logging

    import uvicorn
    import uvloop

    from dialograph.engine.budget import Budget
    from dialograph.engine.pool import Pool
    from dialograph.repository.live import LiveRepository
    from dialograph.web.answers import Answers
    from dialograph.web.app import create_app
    from dialograph.web.logs import AccessLog
    from dialograph.web.metrics import Metrics
    from dialograph.web.wire import protocol

    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    workers = settings.workers or os.cpu_count() or 1
    budget, metrics = Budget(settings.query_budget), Metrics()
    pool = Pool(keepers[0], budget, workers, keepers[1])
    answers, log = Answers(pool, settings, budget, metrics), AccessLog(sys.stderr.fileno())
    repository = None if versions is None else LiveRepository(versions, pool, settings)
    if repository is not None:
        answers.history = repository

    async def serve() -> None:
        dataset = await pool.start()
        answers.serve(dataset.revision)
        app, hub = create_app(answers, dataset, log, metrics, repository)
        if repository is not None:
            repository.begin()

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                print(_ready(dataset, listener), flush=True)

        config = uvicorn.Config(
            app,
            http=protocol(hub),
            ws="none",
            lifespan="off",
            proxy_headers=False,
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            # What runs is finished, or its time is up.
            timeout_graceful_shutdown=ceil(settings.query_timeout) + 1,
        )
        # What is here now stays: looking it over again and again would only cause pauses.
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
        await Server(config).serve(sockets=[listener])
        if repository is not None:
            await repository.close()

    try:
        uvloop.run(serve())
    except SystemExit as stop:  # uvicorn passes the signal on once it has stopped
        if stop.code:
            raise
    finally:
        log.flush()


def _ready(dataset: DatasetDescription, listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return (
        f"dialograph serves {dataset.statements} statements in {len(dataset.graphs)} graphs "
        f"at http://{shown}:{port}/ (version {dataset.revision})"
    )
