"""Data shaped like ours, in any amount: the shipped graph and invented dialogues, as N-Quads.

Same options, same bytes: everything that chance decides comes from one seed. The statements are
written dialogue by dialogue, so that memory does not grow with their number.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.original import ID, Statement, read_statements
from bench.template import YEARS, Exchange, Template, Unit, read_template
from dialograph.vocab import BASE

SEED = 20260301
_KEPT = 0.5
"""The share of partners, places and objectives that a copy keeps as they are."""
_SHIFT = 4
"""By how many years at most an invented activity is moved."""


@dataclass(frozen=True)
class Plan:
    """How much to make.

    Args:
        triples: the statements to reach, the shipped graph included; None when activities count.
        activities: the activities to invent; None when statements count.
        seed: where chance starts.
    """

    triples: int | None = None
    activities: int | None = None
    seed: int = SEED

    @property
    def name(self) -> str:
        """What its files are called."""
        amount = f"{self.triples}t" if self.triples is not None else f"{self.activities}a"
        return f"bench-{amount}-{self.seed}"


@dataclass(frozen=True)
class Dataset:
    """What was made.

    Args:
        path: the N-Quads file.
        points: a file of IRIs and their English names, a tab between; lookups ask for them.
        triples: how many statements there are.
        activities: how many activities were invented.
        graphs: how many named graphs there are.
        sha256: the digest of the N-Quads file.
    """

    path: Path
    points: Path
    triples: int
    activities: int
    graphs: int
    sha256: str

    def read_points(self) -> list[tuple[str, str]]:
        """The IRIs that lookups ask for, each with its English name."""
        lines = self.points.read_text(encoding="utf-8").splitlines()
        return [(iri, name) for iri, _, name in (line.partition("\t") for line in lines)]


def generate(plan: Plan, folder: Path) -> Dataset:
    """Make a dataset, or take the one that an earlier run made with the same code.

    Args:
        plan: how much to make.
        folder: where the files go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path, points = folder / f"{plan.name}.nq", folder / f"{plan.name}.tsv"
    about = folder / f"{plan.name}.json"
    code = _code_digest()
    if about.exists() and path.exists() and points.exists():
        known = json.loads(about.read_text())
        if known.pop("code") == code:
            return Dataset(path, points, **known)
    made = _write(plan, path, points)
    facts = {key: value for key, value in asdict(made).items() if key not in {"path", "points"}}
    about.write_text(json.dumps(facts | {"code": code}))
    return made


def _write(plan: Plan, path: Path, points: Path) -> Dataset:
    digest, triples, activities, graphs = hashlib.sha256(), 0, 0, set()
    with path.open("wb") as output, points.open("w", encoding="utf-8") as names:
        for piece in pieces(plan):
            text = "".join(piece.lines).encode()
            output.write(text)
            digest.update(text)
            names.writelines(f"{iri}\t{name}\n" for iri, name in piece.points)
            triples += len(piece.lines)
            activities += piece.activities
            graphs.add(piece.graph)
    return Dataset(path, points, triples, activities, len(graphs), digest.hexdigest())


@dataclass(frozen=True)
class Piece:
    """Some lines of one graph, written together.

    Args:
        graph: the graph.
        lines: N-Quads lines.
        points: IRIs that lookups may ask for, with their English names.
        activities: how many invented activities the lines hold.
    """

    graph: str
    lines: Sequence[str]
    points: Sequence[tuple[str, str]] = ()
    activities: int = 0


def pieces(plan: Plan) -> Iterator[Piece]:
    """Everything a plan asks for, piece by piece."""
    shipped: dict[str, list[Statement]] = {}
    for statement in read_statements():
        shipped.setdefault(statement.graph, []).append(statement)
    for graph, statements in shipped.items():
        points = [(each.subject, each.point) for each in statements if each.point]
        yield Piece(graph, [each.line for each in statements], points)
    template = read_template()
    total = len(template.units)
    if plan.activities is not None:
        count = -(-plan.activities // total)
        for number in range(count):
            units = _share(plan.activities, count, number)
            yield from _dialogue(template, plan.seed, number + 1, units, None)
        return
    whole = len(template.head.lines) + sum(len(unit.lines) for unit in template.units)
    budget = (plan.triples or 0) - sum(map(len, shipped.values()))
    count = max(0, -(-budget // whole))
    written = 0
    for number in range(count):
        # What is still missing, shared out evenly: an error of one dialogue is made up by the next.
        target = (budget - written) // (count - number)
        for piece in _dialogue(template, plan.seed, number + 1, total, target):
            written += len(piece.lines)
            yield piece


def _share(amount: int, parts: int, number: int) -> int:
    return amount * (number + 1) // parts - amount * number // parts


def _dialogue(
    template: Template, seed: int, number: int, units: int, target: int | None
) -> Iterator[Piece]:
    """One invented dialogue: at most so many activities, about so many statements."""
    # Chance has nothing to do with secrets here.
    chance = random.Random(f"{seed}/{number}")  # noqa: S311
    slug, graph = f"bench-{number}", f"{BASE}graphs/bench-{number}"
    common = {"d": slug, "g": f"<{graph}>"}
    common |= _exchanged(chance, template.places)
    own = [iri for iri in template.partners if chance.random() > _KEPT]
    for iri in template.partners:
        kind, name = iri.removeprefix(ID).split("/", 1)
        common[iri] = f"<{ID}{kind}/{slug}-{name}>" if iri in own else f"<{iri}>"
    order = chance.sample(range(len(template.units)), len(template.units))
    room = None if target is None else target - len(template.head.lines)
    room = None if room is None else room - sum(len(template.partners[iri].lines) for iri in own)
    chosen = _chosen(template, order[:units], room)
    there = {-1, *chosen}

    def piece(unit: Unit, values: Mapping[str, str], activities: int = 0) -> Piece:
        # A statement about something that was left out is left out too.
        kept = [
            line for line, names in unit.lines if all(template.owner[n] in there for n in names)
        ]
        points = [(iri % values, name % values) for iri, name in unit.points]
        return Piece(graph, [line % values for line in kept], points, activities)

    settled = common | _years(chance) | _exchanged(chance, template.concepts)
    yield piece(template.head, settled)
    for iri in own:
        yield piece(template.partners[iri], settled)
    for each in chosen:
        values = common | _years(chance) | _exchanged(chance, template.concepts)
        yield piece(template.units[each], values, activities=1)


def _chosen(template: Template, order: Sequence[int], room: int | None) -> list[int]:
    """The units to write: all, or as many as come nearest to the room there is."""
    if room is None:
        return list(order)
    chosen, size = [], 0
    for each in order:
        lines = len(template.units[each].lines)
        if size + lines // 2 > room:
            break
        chosen.append(each)
        size += lines
    return chosen


def _exchanged(chance: random.Random, groups: Sequence[Exchange]) -> dict[str, str]:
    """What stands for each of some resources: itself, or another that nothing else stands for."""
    found: dict[str, str] = {}
    for used, every in groups:
        kept = {iri for iri in used if chance.random() < _KEPT}
        moved = [iri for iri in used if iri not in kept]
        others = chance.sample([iri for iri in every if iri not in kept], len(moved))
        found |= {iri: f"<{iri}>" for iri in kept}
        found |= {iri: f"<{other}>" for iri, other in zip(moved, others, strict=True)}
    return found


def _years(chance: random.Random) -> dict[str, str]:
    shift = chance.randint(-_SHIFT, _SHIFT)
    return {f"y{year}": str(year + shift) for year in YEARS}


def _code_digest() -> str:
    """A digest of what decides the bytes: this code and the shipped graph."""
    digest = hashlib.sha256()
    for name in ("generate.py", "original.py", "template.py"):
        digest.update((Path(__file__).parent / name).read_bytes())
    for statement in read_statements():
        digest.update(statement.line.encode())
    return digest.hexdigest()
