"""Peers that are no Oxigraph: rdflib-endpoint, Virtuoso and Apache Jena Fuseki."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.client import Endpoint
from bench.generate import Dataset
from bench.peers import LOAD_SECONDS, RUNAWAY_SECONDS, START_SECONDS, Peer, Running, said
from bench.process import Command, Process, free_port, run, wait_until

_INSTALL = "`python -m bench install` installs it"


class RdflibEndpoint(Peer):
    """rdflib behind HTTP: the peer nearest to us in kind."""

    name = "rdflib-endpoint"
    label = "rdflib-endpoint, in memory"
    limit = "none: it has no time-out"
    most = 100_000  # it needs minutes for one query of the catalogue on more

    @property
    def _program(self) -> Path:
        return self.work / "venv" / "bin" / "rdflib-endpoint"

    def missing(self) -> str:
        """See :class:`Peer`."""
        return "" if self._program.exists() else _INSTALL

    def version(self) -> str:
        """See :class:`Peer`."""
        code = (
            "from importlib.metadata import version as v; "
            "print(v('rdflib-endpoint'), '(rdflib', v('rdflib') + ')')"
        )
        return said(self._program.with_name("python"), "-c", code)

    def launch(self, dataset: Dataset | None, *, guarded: bool) -> Running:
        """See :class:`Peer`."""
        del guarded
        assert dataset is not None
        port = free_port()
        serve: Command = [self._program, "serve", "--host", "127.0.0.1", "--port", str(port)]
        return Running(Endpoint(port, "/"), Process([*serve, dataset.path]))


class Virtuoso(Peer):
    """Virtuoso 7 over a database of its own; its default graph is the union of all."""

    name = "virtuoso"
    label = "Virtuoso, on disk"
    limit = f"`MaxQueryExecutionTime = {RUNAWAY_SECONDS}`"

    def missing(self) -> str:
        """See :class:`Peer`."""
        there = shutil.which("virtuoso-t") and shutil.which("isql-vt")
        return "" if there else "Debian's package `virtuoso-opensource-7`"

    def version(self) -> str:
        """See :class:`Peer`."""
        text = said("sh", "-c", "virtuoso-t -? 2>&1 | grep -o 'Version [0-9.]*'")
        return text.removeprefix("Version ")

    def prepare(self, dataset: Dataset) -> None:
        """See :class:`Peer`."""
        with self.new_store(dataset) as folder:
            if folder is None:
                return
            process, _, sql = self._start(folder, dataset, guarded=False)
            try:
                log = folder / "load.log"

                def tell(statements: str) -> None:
                    command = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={statements}"]
                    run(command, seconds=LOAD_SECONDS, log=log)

                def ready() -> bool:
                    try:
                        tell("status();")
                    except RuntimeError:
                        return False
                    return "Error" not in log.read_text(errors="replace")

                wait_until(ready, process, START_SECONDS)
                where = f"'{dataset.path.parent}', '{dataset.path.name}', 'http://localhost/'"
                tell(f"ld_dir({where}); rdf_loader_run(); checkpoint;")
                tell("shutdown;")
            finally:
                process.stop()

    def launch(self, dataset: Dataset | None, *, guarded: bool) -> Running:
        """See :class:`Peer`."""
        assert dataset is not None
        process, web, _ = self._start(self.store(dataset), dataset, guarded=guarded)
        return Running(Endpoint(web, "/sparql"), process)

    def _start(self, folder: Path, dataset: Dataset, *, guarded: bool) -> tuple[Process, int, int]:
        """Start it, and say on which ports it takes HTTP and SQL."""
        web, sql = free_port(), free_port()
        settings = folder / "virtuoso.ini"
        settings.write_text(
            _VIRTUOSO.format(
                web=web,
                sql=sql,
                data=dataset.path.parent,
                seconds=RUNAWAY_SECONDS if guarded else 600,
            )
        )
        command: Command = ["virtuoso-t", "+foreground", "+configfile", settings]
        return Process(command, folder=folder), web, sql


_VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 100
CheckpointInterval = 0
DirsAllowed = {data}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
MaxQueryMem = 2G
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 4

[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerRoot = .
ServerThreads = 100
MaxClientConnections = 100
MaxKeepAlives = 100
KeepAliveTimeout = 60
EnabledGzipContent = 0

[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = {seconds}
"""
"""Buffers as its own sizing advice has them for 2 GB; everything listens on the loopback only."""


class Fuseki(Peer):
    """Apache Jena Fuseki over TDB2, its default graph set to the union of all."""

    name = "fuseki"
    label = "Fuseki, TDB2"
    limit = f"`--timeout={RUNAWAY_SECONDS}000`"
    warm = 15  # Java compiles what is asked often while it runs

    @property
    def _jar(self) -> Path | None:
        return next(iter(sorted((self.work / "fuseki").glob("jena-fuseki-server-*.jar"))), None)

    def missing(self) -> str:
        """See :class:`Peer`."""
        if not shutil.which("java"):
            return "a Java runtime, version 17 or later"
        return "" if self._jar else _INSTALL

    def version(self) -> str:
        """See :class:`Peer`."""
        assert self._jar is not None
        number = self._jar.stem.removeprefix("jena-fuseki-server-")
        return f"{number} ({said('java', '--version')})"

    def prepare(self, dataset: Dataset) -> None:
        """See :class:`Peer`."""
        with self.new_store(dataset) as folder:
            if folder:
                loader = ["java", "-Xmx2g", "-cp", self._jar or "", "tdb2.tdbloader"]
                command = [*loader, f"--loc={folder / 'database'}", dataset.path]
                run(command, seconds=LOAD_SECONDS, log=folder / "load.log")

    def launch(self, dataset: Dataset | None, *, guarded: bool) -> Running:
        """See :class:`Peer`."""
        assert dataset is not None
        port = free_port()
        folder = self.store(dataset)
        limit = [f"--timeout={RUNAWAY_SECONDS}000"] if guarded else []
        command: list[str | Path] = ["java", "-Xmx4g", "-jar", self._jar or ""]
        command += ["--quiet", "--localhost", f"--port={port}", *limit, "--tdb2"]
        command += ["--set", "tdb2:unionDefaultGraph=true", f"--loc={folder / 'database'}", "/ds"]
        # It makes a folder for its own state where it runs.
        return Running(Endpoint(port, "/ds/query"), Process(command, folder=folder))
