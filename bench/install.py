"""Brings the peers that package registries have, into the work folder.

What comes from the system's own packages (wrk, Virtuoso, a Java runtime, Maven) is not installed
here: it needs rights that a benchmark should not ask for. A peer that cannot be had is left out.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.process import Command, run
from bench.workloads import say

PYPI = ("oxigraph==0.5.13", "rdflib-endpoint[cli]==0.6.3", "rdflib==7.6.0")
FUSEKI = "org.apache.jena:jena-fuseki-server:5.6.0:jar"
"""The newest that runs on Java 17."""
_SECONDS = 900


def install(work: Path) -> int:
    """Install what is missing.

    Args:
        work: the folder to install into.

    Returns:
        How many installations failed.
    """
    work.mkdir(parents=True, exist_ok=True)
    return sum(not done for done in (_pypi(work), _fuseki(work)))


def _pypi(work: Path) -> bool:
    venv, log = work / "venv", work / "install-pypi.log"
    pip: Command = [venv / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
    say(f"install {', '.join(PYPI)}")
    try:
        # A folder of their own: what they need must not change what dialograph runs on.
        run([sys.executable, "-m", "venv", venv], seconds=_SECONDS, log=log)
        run([*pip, "--no-cache-dir", *PYPI], seconds=_SECONDS, log=log)
    except RuntimeError as error:
        say(f"not installed: {error}")
        return False
    return True


def _fuseki(work: Path) -> bool:
    folder, log = work / "fuseki", work / "install-fuseki.log"
    if next(iter(folder.glob("*.jar")), None):
        return True
    if not shutil.which("mvn"):
        say("not installed: Fuseki, for want of Maven (`mvn`)")
        return False
    say(f"install {FUSEKI}")
    copy = ["mvn", "-q", "-B", f"-Dmaven.repo.local={work / 'maven'}", "dependency:copy"]
    try:
        command = [*copy, f"-Dartifact={FUSEKI}", f"-DoutputDirectory={folder}"]
        run(command, seconds=_SECONDS, log=log)
    except RuntimeError as error:
        say(f"not installed: {error}")
        return False
    return True
