"""The shapes: each of their constraints is broken by an example, with the message expected.

``shapes/valid/`` is a small world without a fault. Each file of ``shapes/invalid/`` is named after
a shape and damages that world with a SPARQL update; the comment at its head says what is damaged,
then every finding that this must give: severity, resource, property, message in both languages.

A validation costs a quarter of a second, so examples that touch different resources share one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rdflib import Graph, Literal, Namespace, URIRef

from dialograph import iris
from dialograph.shapes.gate import validate
from dialograph.shapes.terms import path_readable
from dialograph.vocab import BASE, PREFIXES, RDF, RDFS, SH

if TYPE_CHECKING:
    from rdflib.term import Node

    Statement = tuple[Node, Node, Node]

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = Path(__file__).resolve().parent / "shapes"
VALID = sorted(EXAMPLES.glob("valid/*.ttl"))
DAMAGES = sorted(EXAMPLES.glob("invalid/*/*.ru"))
SHAPES = sorted(ROOT.glob("shapes/*.ttl"))

PREFIX = {
    **PREFIXES,
    "sh": str(SH),
    "scheme": f"{BASE}id/scheme/",
    **{kind: f"{BASE}id/{kind}/" for kind in (*iris.KINDS, *iris.SCHEMES)},
}
HEAD = re.compile(r"# (Violation|Warning|Info) · ([^·\n]+?)(?: · (.+))?\n#   (.+)\n#   (.+)\n")

# What a shape may hold that finds nothing by itself; every other SHACL term must be seen to work.
NO_CONSTRAINT = {
    SH.ignoredProperties,
    SH.message,
    SH.name,
    SH.path,
    SH.property,
    SH.qualifiedValueShape,
    SH.severity,
    SH.targetClass,
    SH.targetObjectsOf,
    SH.targetSubjectsOf,
}


class Finding(NamedTuple):
    """A result in the words of an example."""

    severity: str
    focus: str
    path: str
    en: str
    fr: str


@dataclass
class Damage:
    """An example: what it takes away and adds, what must be found, and what is."""

    name: str
    expected: set[Finding]
    removed: set[Statement]
    added: set[Statement]
    found: set[Finding] = field(default_factory=set)

    @property
    def touched(self) -> set[str]:
        """The resources that it changes, or that must be complained of."""
        changed = {iris.shorten(str(subject)) for subject, _, _ in self.removed | self.added}
        return changed | {finding.focus for finding in self.expected}


@cache
def parse(*files: Path) -> Graph:
    """The files as one graph."""
    graph = Graph()
    for path in files:
        graph.parse(path, format="turtle")
    return graph


def change(graph: Graph, removed: set[Statement], added: set[Statement]) -> None:
    """Take statements out of a graph and put others in."""
    for statement in removed:
        graph.remove(statement)
    for statement in added:
        graph.add(statement)


def read(path: Path, world: Graph) -> Damage:
    """Read an example, trying its update on the world, which is left as it was."""
    head, update = path.read_text("utf-8").split("\n\n", 1)
    expected = {Finding(*found) for found in HEAD.findall(f"{head}\n")}
    before = set(world)
    world.update(update, initNs={prefix: Namespace(iri) for prefix, iri in PREFIX.items()})
    after = set(world)
    change(world, after - before, before - after)
    return Damage(path.stem, expected, before - after, after - before)


def apart(damages: list[Damage]) -> list[list[Damage]]:
    """The examples in as few groups as the resources allow: in a group no two touch the same."""
    groups: list[tuple[set[str], list[Damage]]] = []
    for damage in damages:
        for touched, group in groups:
            if touched.isdisjoint(damage.touched):
                touched.update(damage.touched)
                group.append(damage)
                break
        else:
            groups.append((damage.touched, [damage]))
    return [group for _, group in groups]


def told(result) -> Finding:
    """A result in the words of an example."""
    path = path_readable(result.path or "").replace(str(SH), "sh:")
    severity = result.severity.value.capitalize()
    focus = iris.shorten(str(result.focus))
    return Finding(severity, focus, path, result.message["en"], result.message["fr"])


def speaking() -> set[URIRef]:
    """The shapes that have something to say."""
    return {shape for shape in parse(*SHAPES).subjects(SH.message) if isinstance(shape, URIRef)}


def targets(shape: URIRef) -> set[Node]:
    """The classes and properties by which a shape, or the shape of its class, finds its nodes."""
    graph = parse(*SHAPES)
    looking = {shape, *graph.subjects(SH.property, shape)}
    terms = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    return {each for one in looking for term in terms for each in graph.objects(one, term)}


def test_each_damage_gives_its_findings_and_no_others_and_no_constraint_stays_silent():
    """An example gives just the findings of its head, and each constraint of its shape speaks."""
    world = Graph() + parse(*VALID)
    heard: dict[str, set[str]] = {}
    damages = [read(path, world) for path in DAMAGES]
    stray = []
    for group in apart(damages):
        for damage in group:
            change(world, damage.removed, damage.added)
        for result in validate(world, parse(*SHAPES)).results:
            heard.setdefault(str(result.shape), set()).add(str(result.component).lower())
            finding = told(result)
            owners = [damage for damage in group if finding.focus in damage.touched]
            for damage in owners:
                damage.found.add(finding)
            stray += [] if owners else [finding]
        for damage in group:
            change(world, damage.added, damage.removed)

    missing = {each.name: each.expected - each.found for each in damages}
    unexpected = {each.name: each.found - each.expected for each in damages}
    assert {name: findings for name, findings in missing.items() if findings} == {}
    assert {name: findings for name, findings in unexpected.items() if findings} == {}
    assert stray == []
    assert {damage.name for damage in damages if not damage.expected} == set()
    silent = [
        (shape, term)
        for shape in speaking()
        for term in set(parse(*SHAPES).predicates(shape)) - NO_CONSTRAINT
        if term in SH and f"{term}ConstraintComponent".lower() not in heard.get(str(shape), set())
    ]
    assert silent == []


def test_every_shape_that_speaks_has_the_example_of_its_name():
    """The invalid examples are named after the shapes, one for one."""
    assert {path.stem for path in DAMAGES} == {shape.rpartition("#")[2] for shape in speaking()}


def test_the_valid_examples_have_no_fault():
    """Nothing is found in the valid examples, not even advice."""
    assert [told(result) for result in validate(parse(*VALID), parse(*SHAPES)).results] == []


def test_every_shape_has_a_valid_example():
    """Among the valid examples at least one is of the sort that each shape looks at."""
    valid = parse(*VALID)
    kinds = set(valid.objects(None, RDF.type))
    kinds |= {above for kind in kinds for above in valid.transitive_objects(kind, RDFS.subClassOf)}
    links = set(valid.predicates())
    assert {shape for shape in speaking() if not targets(shape) & (kinds | links)} == set()


def test_the_shapes_and_the_ontology_follow_their_own_rules():
    """The shapes about shapes find nothing in the shapes, nor those about style in the ontology."""
    graph = parse(*SHAPES, *sorted(ROOT.glob("ontology/*.ttl")))
    assert [told(result) for result in validate(graph, parse(*SHAPES)).results] == []


def test_french_is_written_with_the_typographic_apostrophe():
    """No French message and no French name of a field has a straight apostrophe."""
    texts = [text for text in parse(*SHAPES).objects() if isinstance(text, Literal)]
    assert [text for text in texts if text.language == "fr" and "'" in text] == []


def test_a_message_leads_to_its_fault():
    """No two shapes say the same."""
    said: dict[Node, set[URIRef]] = {}
    for shape in speaking():
        for text in parse(*SHAPES).objects(shape, SH.message):
            said.setdefault(text, set()).add(shape)
    assert {text: shapes for text, shapes in said.items() if len(shapes) > 1} == {}


def test_the_documentation_names_every_file_of_shapes():
    """``shapes/README.md`` has a line for each file of shapes."""
    readme = (ROOT / "shapes" / "README.md").read_text("utf-8")
    assert [path.name for path in SHAPES if f"`{path.name}`" not in readme] == []
