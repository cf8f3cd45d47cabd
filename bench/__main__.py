"""``python -m bench``: install the peers, make the data, measure, report."""

from __future__ import annotations

import argparse
import json
import shlex
import signal
import sys
from pathlib import Path

from bench import install, mix, report, resolving, sections_resolution
from bench.generate import SEED, Plan, generate
from bench.load import Wrk
from bench.peers import Dialograph
from bench.registry import PEERS, REFERENCE, USUAL
from bench.runs import WORKLOADS, Options, run
from bench.workloads import say

_HERE = Path(__file__).resolve().parent
_TRIPLES = 1_200_000


def main() -> int:
    """Do what the command line says.

    Returns:
        0 when it was done, 1 when a part failed, 2 when the command line is no good.
    """
    args = _arguments()
    # As Ctrl-C does: whoever ends us must not leave servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    Dialograph.arguments = shlex.split(args.serve_args)
    if args.program:
        Dialograph.program = args.program.resolve()
    args.work, args.results = args.work.resolve(), args.results.resolve()
    act = {"install": _install, "data": _data, "run": _run, "report": _report, "choose": _choose}
    act["resolution"] = _resolution
    return act[args.command](args)


def _install(args: argparse.Namespace) -> int:
    return 1 if install.install(args.work) else 0


def _data(args: argparse.Namespace) -> int:
    made = generate(_plan(args), args.work / "data")
    say(f"{made.path.name}: {made.triples:,} triples, SHA-256 {made.sha256}")
    return 0


def _run(args: argparse.Namespace) -> int:
    if why := Wrk.missing():
        say(f"wrk is needed: {why}")
        return 2
    options = Options(
        plan=_plan(args),
        only=args.only,
        peers=args.peers,
        rounds=args.rounds,
        seconds=args.seconds,
        arguments=args.serve_args,
    )
    told = run(options, args.work)
    say(f"wrote {report.write(told, args.results).name}")
    return 1 if told["failed"] else 0


def _report(args: argparse.Namespace) -> int:
    told = json.loads((args.work / "results.json").read_text())
    say(f"wrote {report.write(told, args.results).name}")
    return 0


def _resolution(args: argparse.Namespace) -> int:
    """Measure resolution alone: neither peers nor load are needed for that."""
    done = resolving.both()
    kept = args.work / "results.json"
    if kept.exists():
        told = json.loads(kept.read_text()) | {"resolution": done}
        kept.write_text(json.dumps(told, indent=1))
    sections_resolution.put(done, args.results / "RESULTS.md")
    sys.stdout.write(sections_resolution.section(done))
    return 0


def _choose(args: argparse.Namespace) -> int:
    peer, dataset = PEERS[REFERENCE](args.work), generate(_plan(args), args.work / "data")
    peer.prepare(dataset)
    with peer.serve(dataset) as server:
        sys.stdout.write("".join(f"{name}\n" for name in mix.choose(server.endpoint)))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="How fast dialograph is, beside its peers, over data shaped like ours.",
        epilog="commands: install (the peers), data (make it), run (measure and report; the "
        "default), report (again, from the last run's figures), resolution (measure "
        "that alone), choose (draw the mix anew)",
    )
    commands = ("install", "data", "run", "report", "resolution", "choose")
    parser.add_argument("command", nargs="?", default="run", choices=commands)
    parser.add_argument("--triples", type=int, default=_TRIPLES, help="size of the data")
    parser.add_argument("--activities", type=int, help="size of the data, in invented activities")
    parser.add_argument("--seed", type=int, default=SEED, help="where chance starts")
    parser.add_argument("--only", default="", help=f"some of {','.join(WORKLOADS)}")
    parser.add_argument(
        "--peers", default=",".join(USUAL), help=f"all, or some of {','.join(PEERS)}"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    parser.add_argument("--seconds", type=float, default=8, help="length of one measurement")
    parser.add_argument("--work", type=Path, default=_HERE / ".work", help="folder to work in")
    parser.add_argument("--results", type=Path, default=_HERE, help="folder for RESULTS.md")
    parser.add_argument("--program", type=Path, help="another `dialograph` than this venv's")
    parser.add_argument("--serve-args", default="", help="more flags for `dialograph serve`")
    args = parser.parse_args()
    args.peers = list(PEERS) if args.peers == "all" else args.peers.split(",")
    args.only = args.only.split(",") if args.only else list(WORKLOADS)
    if unknown := {*args.only} - {*WORKLOADS}:
        parser.error(f"--only takes {', '.join(WORKLOADS)}, not {', '.join(unknown)}")
    if unknown := {*args.peers} - {*PEERS}:
        parser.error(f"--peers takes all, {', '.join(PEERS)}, not {', '.join(unknown)}")
    if args.rounds < 1 or args.seconds < 1:
        parser.error("--rounds and --seconds take at least 1")
    return args


def _plan(args: argparse.Namespace) -> Plan:
    if args.activities is not None:
        return Plan(activities=args.activities, seed=args.seed)
    return Plan(triples=args.triples, seed=args.seed)


if __name__ == "__main__":
    raise SystemExit(main())
