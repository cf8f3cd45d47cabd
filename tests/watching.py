"""What can be seen of a server's processes from outside: /proc and /metrics."""

import contextlib
import os
import time
from pathlib import Path
from urllib.parse import quote

from prometheus_client.parser import text_string_to_metric_families

from asking import send
from wiring import Wire

TICK = os.sysconf("SC_CLK_TCK")
CROSS = "?x <http://example.org/a> ?n . ?y <http://example.org/b> ?m"
"""Joins all with all in what :func:`write_crossed` writes: 600 by 500."""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?c != ?f && ?f != ?i) }"
"""Takes minutes over a thousand triples: triples of triples."""
BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a"
"""Sorts a million rows, all of which are in memory then."""
PROBLEMS = "https://w3id.org/dialograph/problems/"


def write_crossed(folder):
    """Write 600 and 500 triples of two kinds to a file; gives its path."""
    path = folder / "crossed.nt"
    path.write_text(
        "".join(
            f'<http://example.org/{kind}{n}> <http://example.org/{kind}> "{n}" .\n'
            for kind, many in (("a", 600), ("b", 500))
            for n in range(many)
        )
    )
    return path


def problem(reply):
    """The status and the last part of the type of a problem."""
    assert reply.headers.get_content_type() == "application/problem+json", reply.body[:200]
    assert reply.json["status"] == reply.status
    return reply.status, reply.json["type"].removeprefix(PROBLEMS)


def begin(url, query, *, headers=(), **parameters):
    """Send a query on a connection of its own, and do not wait for the answer."""
    wire = Wire(url)
    asked = "".join(f"&{name}={value}" for name, value in parameters.items())
    wire.get(f"/sparql?query={quote(query)}{asked}", *headers)
    return wire


def children(pid):
    """The process ids of the children of a process."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(path.parent.name))
    return sorted(found)


def nursery(served):
    """The process id of what a server's query processes are forked from."""
    (pid,) = children(served.process.pid)
    return pid


def queries(served):
    """The process ids of a server's query processes."""
    return children(nursery(served))


def worked(pid):
    """How many seconds a process has been on a processor; none when it is gone."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK
    return 0.0


def busy(served, seconds=0.4):
    """The query processes that use a processor while we look."""
    before = {pid: worked(pid) for pid in queries(served)}
    time.sleep(seconds)
    return [pid for pid in queries(served) if worked(pid) - before.get(pid, 0) > seconds / 4]


def resident(pid):
    """How many bytes of a process are in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def metrics(url):
    """All samples of /metrics: a name and its labels' values to a number."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(send(url, path="/metrics").text)
        for sample in family.samples
    }


def ended(url, cause):
    """How many query processes ended for a cause."""
    return metrics(url).get(("dialograph_processes_ended_total", cause), 0)


def eventually(happens, seconds=10):
    """Wait until something is so; gives what it is."""
    until = time.monotonic() + seconds
    while not (found := happens()) and time.monotonic() < until:
        time.sleep(0.02)
    assert found, "it has not come about"
    return found
