"""The gate in scope: whom a change touches, and that the verdict is that of the whole graph."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal

import shaping
import test_shapes
from dialograph.engine.loading import read_quads
from dialograph.errors import DialographError
from dialograph.publish.opening import files_of
from dialograph.settings import Settings
from dialograph.shapes.findings import by_identity
from dialograph.shapes.gate import Severity, find, shipped_shapes, validate
from dialograph.shapes.judging import prepare
from dialograph.shapes.reasons import Reason
from dialograph.shapes.views import Stored
from dialograph.vocab import BASE, DG, RDF, RDFS, SH, SKOS, XSD
from shaping import DGS, EX

HEAD = "@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
HEAD += "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
HEAD += "@prefix dgs: <https://w3id.org/dialograph/shapes#> .\n"

random_examples = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@cache
def shipped():
    """The gate of the shapes that travel with the package."""
    return prepare(shipped_shapes())


def told(result):
    """A result without its message: pyshacl spells out blank nodes, never twice the same."""
    return (
        result.severity,
        result.focus,
        result.path,
        result.value,
        result.component,
        str(result.shape),
    )


def violations(counts):
    """How many of some findings, counted by their likeness, refuse a change."""
    return sum(number for each, number in counts.items() if each.severity is Severity.VIOLATION)


def check(gate, shapes, was, store, change):
    """Hold a verdict against the difference of two validations of whole graphs.

    Args:
        gate: what judges.
        shapes: the shapes that it was made of.
        was: the findings about the whole graph before.
        store: the graph after.
        change: the triples that went, and those that came.

    Returns:
        The findings about the whole graph after.
    """
    now = by_identity(find(shaping.graph(store), shapes))
    judgement = gate.judge(Stored(store), *change)
    left = Counter(was[each].likeness for each in was.keys() - now.keys())
    right = Counter(now[each].likeness for each in now.keys() - was.keys())
    come, gone = right - left, left - right
    expected = {told(each.result) for each in now.values() if come[each.likeness]}
    said = {told(each) for each in judgement.new.results}
    blank = any(isinstance(term, BNode) for each in expected for term in each)
    assert said <= expected if blank else said == expected
    assert bool(said) == bool(expected)
    assert judgement.new.conforms == (violations(come) == 0)
    assert judgement.mended == violations(gone)
    assert judgement.full == ""
    return now


@settings(random_examples, max_examples=120)
@given(st.data())
def test_the_verdict_is_that_of_two_validations_of_the_whole_graph(data):
    """Random shapes, graphs and changes: what is new and mended is what whole graphs say."""
    shapes = data.draw(shaping.shapes())
    statements = set(data.draw(shaping.statements))
    gate = prepare(shapes)
    try:
        was = by_identity(find(shaping.graph(shaping.stored(statements)), shapes))
        for _ in range(3):
            gone, come = data.draw(shaping.changes(statements))
            statements = (statements - gone) | come
            store = shaping.stored(statements)
            change = shaping.triples(gone), shaping.triples(come)
            was = check(gate, shapes, was, store, change)
    except DialographError as error:
        # pyshacl refuses to compare blank nodes, wherever they are.
        assert "BlankNode" in str(error)  # noqa: PT017
    assert gate.reason is None


CONSTRAINTS = {
    "sh:class ex:T": ("ex:a ex:p ex:b . ex:b a ex:T .", "ex:a ex:p ex:b ."),
    "sh:datatype xsd:integer": ("", "ex:a ex:p 'x' ."),
    "sh:nodeKind sh:IRI": ("", "ex:a ex:p 'x' ."),
    "sh:minCount 1": ("ex:a ex:p 1 .", ""),
    "sh:maxCount 1": ("ex:a ex:p 1 .", "ex:a ex:p 1 , 2 ."),
    "sh:minExclusive 1": ("", "ex:a ex:p 1 ."),
    "sh:minInclusive 1": ("", "ex:a ex:p 0 ."),
    "sh:maxExclusive 1": ("", "ex:a ex:p 1 ."),
    "sh:maxInclusive 1": ("", "ex:a ex:p 2 ."),
    "sh:minLength 2": ("", "ex:a ex:p 'x' ."),
    "sh:maxLength 2": ("", "ex:a ex:p 'xxx' ."),
    "sh:pattern '^x$'": ("", "ex:a ex:p 'y' ."),
    "sh:languageIn ( 'fr' )": ("", "ex:a ex:p 'x'@en ."),
    "sh:uniqueLang true": ("ex:a ex:p 'x'@en .", "ex:a ex:p 'x'@en , 'y'@en ."),
    "sh:equals ex:q": ("ex:a ex:p 1 ; ex:q 1 .", "ex:a ex:p 1 ."),
    "sh:disjoint ex:q": ("ex:a ex:p 1 .", "ex:a ex:p 1 ; ex:q 1 ."),
    "sh:lessThan ex:q": ("ex:a ex:p 1 .", "ex:a ex:p 1 ; ex:q 1 ."),
    "sh:lessThanOrEquals ex:q": ("ex:a ex:p 1 .", "ex:a ex:p 1 ; ex:q 0 ."),
    "sh:not [ sh:path ex:q ; sh:minCount 1 ]": (
        "ex:a ex:p ex:b .",
        "ex:a ex:p ex:b . ex:b ex:q 1 .",
    ),
    "sh:and ( [ sh:path ex:q ; sh:minCount 1 ] )": (
        "ex:a ex:p ex:b . ex:b ex:q 1 .",
        "ex:a ex:p ex:b .",
    ),
    "sh:or ( [ sh:nodeKind sh:Literal ] [ sh:path ex:q ; sh:maxCount 0 ] )": (
        "ex:a ex:p ex:b .",
        "ex:a ex:p ex:b . ex:b ex:q 1 .",
    ),
    "sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:path ex:q ; sh:minCount 1 ] )": (
        "ex:a ex:p ex:b .",
        "ex:a ex:p ex:b . ex:b ex:q 1 .",
    ),
    "sh:node [ sh:property [ sh:path ex:q ; sh:maxCount 0 ] ]": (
        "ex:a ex:p ex:b .",
        "ex:a ex:p ex:b . ex:b ex:q 1 .",
    ),
    "sh:qualifiedValueShape [ sh:class ex:T ] ; sh:qualifiedMinCount 1": (
        "ex:a ex:p ex:b . ex:b a ex:T .",
        "ex:a ex:p ex:b .",
    ),
    "sh:qualifiedValueShape [ sh:class ex:T ] ; sh:qualifiedMaxCount 0": (
        "ex:a ex:p ex:b .",
        "ex:a ex:p ex:b . ex:b a ex:T .",
    ),
    "sh:closed true": ("ex:a ex:p ex:b .", "ex:a ex:p ex:b . ex:b ex:q 1 ."),
    "sh:hasValue 1": ("ex:a ex:p 1 .", ""),
    "sh:in ( 1 )": ("", "ex:a ex:p 2 ."),
    "sh:property [ sh:path ex:q ; sh:minCount 1 ]": (
        "ex:a ex:p ex:b . ex:b ex:q 1 .",
        "ex:a ex:p ex:b .",
    ),
}


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_every_constraint_of_core_is_seen_to_break_and_to_mend(constraint):
    """For each constraint, the one triple that breaks it is seen when it comes, or goes."""
    shapes = f"ex:S a sh:PropertyShape ; sh:targetNode ex:a ; sh:path ex:p ; {constraint} ."
    before, after = CONSTRAINTS[constraint]
    broken, mended = judged(shapes, before, after), judged(shapes, after, before)
    assert [len(broken.new.results), broken.mended] == [1, 0]
    assert [len(mended.new.results), mended.mended] == [0, 1]
    assert broken.full == mended.full == ""
    term = constraint.partition(" ")[0].removeprefix("sh:").removeprefix("qualifiedValueShape")
    assert term.lower() in str(broken.new.results[0].component).lower() or term == "property"


PATHS = [
    "[ sh:inversePath ( ex:p ex:q ) ]",
    "[ sh:inversePath ( ex:p [ sh:inversePath ex:q ] ex:r ) ]",
    "( [ sh:zeroOrMorePath ex:p ] [ sh:inversePath ex:q ] )",
    "[ sh:inversePath [ sh:oneOrMorePath ( ex:p ex:q ) ] ]",
    "[ sh:zeroOrOnePath [ sh:alternativePath ( ( ex:p ex:p ) [ sh:inversePath ex:r ] ) ] ]",
    "[ sh:zeroOrMorePath [ sh:alternativePath ( ex:p [ sh:inversePath ex:q ] ) ] ]",
    "( ex:p [ sh:oneOrMorePath [ sh:inversePath ex:p ] ] [ sh:zeroOrOnePath ex:r ] )",
]


@pytest.mark.parametrize("path", PATHS)
def test_values_are_followed_along_paths_of_paths(path):
    """Whatever the path is put together of, a change anywhere on it is seen."""
    text = f"""ex:S a sh:PropertyShape ; sh:targetNode ex:a , ex:b ; sh:path {path} ;
        sh:in ( ex:a ) ; sh:disjoint ex:p ."""
    shapes = Graph().parse(data=HEAD + text, format="turtle")
    gate = prepare(shapes)

    @settings(random_examples, max_examples=12)
    @given(shaping.links, shaping.links)
    def at(before, after):
        was = by_identity(find(shaping.graph(shaping.stored(before)), shapes))
        change = shaping.triples(before - after), shaping.triples(after - before)
        check(gate, shapes, was, shaping.stored(after), change)
        for link in before:  # one at a time: nothing else gives away that it is read
            store = shaping.stored(before - {link})
            check(gate, shapes, was, store, (shaping.triples([link]), ()))

    at()


def test_each_damage_of_the_small_world_is_found_as_it_is():
    """What the examples of the shapes do to the valid world is told, no more and no less."""
    world = Graph() + test_shapes.parse(*test_shapes.VALID)
    store = shaping.stored(world)
    for number, path in enumerate(test_shapes.DAMAGES):
        damage = test_shapes.read(path, world)
        gone, come = shaping.triples(damage.removed), shaping.triples(damage.added)
        shaping.change(store, gone, come)
        judgement = shipped().judge(Stored(store), gone, come)
        assert {test_shapes.told(each) for each in judgement.new.results} == damage.expected, path
        assert (judgement.full, judgement.mended) == ("", 0)
        shaping.change(store, come, gone)
        if number % 3:
            continue
        back = shipped().judge(Stored(store), come, gone)
        grave = [each for each in judgement.new.results if each.severity is Severity.VIOLATION]
        assert (back.new.results, back.mended) == ((), len(grave)), path


@cache
def neighbourhood():
    """A part of the shipped graph: some activities and what is around them, and all classes."""
    store = ox.Store()
    quads = read_quads(files_of(Settings()), Settings().base_iri)
    store.extend(ox.Quad(each.subject, each.predicate, each.object) for each in quads)
    part = set(store.quads_for_pattern(None, ox.NamedNode(RDFS.subClassOf), None))
    near = [ox.NamedNode(f"{BASE}id/activity/{name}") for name in ("mc-2008-paris", "study-2013")]
    for step in range(3):
        around = {quad for node in near for quad in store.quads_for_pattern(node, None, None)}
        if step == 0:
            found = [store.quads_for_pattern(None, None, node) for node in near]
            around |= {quad for quads in found for quad in quads}
        part |= around
        near = [
            node
            for quad in around
            for node in (quad.subject, quad.object)
            if isinstance(node, ox.NamedNode) and node.value.startswith(f"{BASE}id/")
        ]
    return sorted((quad.triple for quad in part), key=str)


@cache
def neighbourhood_findings():
    """What is found in it."""
    store = ox.Store()
    shaping.change(store, (), neighbourhood())
    return by_identity(find(shaping.graph(store), shipped_shapes()))


@settings(random_examples, max_examples=8)
@given(st.randoms(use_true_random=False))
def test_a_change_of_the_shipped_graph_is_judged_as_the_whole(chance: random.Random):
    """Triples of the shipped graph removed and mixed up: the verdict is that of the whole."""
    graph = neighbourhood()
    store = ox.Store()
    shaping.change(store, (), graph)
    gone = set(chance.sample(graph, chance.randint(0, 6)))
    if chance.random() < 0.4:  # a resource goes
        node = chance.choice(graph).subject
        gone |= {each for each in graph if each.subject == node}
    come = {
        ox.Triple(chance.choice(graph).subject, each.predicate, chance.choice([each, other]).object)
        for each, other in (chance.choices(graph, k=2) for _ in range(chance.randint(0, 6)))
    }
    come, gone = come - set(graph), gone - come
    shaping.change(store, gone, come)
    check(shipped(), shipped_shapes(), neighbourhood_findings(), store, (gone, come))


class Counting:
    """A graph that counts how often it is asked, and for how much."""

    def __init__(self, store):
        self._graph = Stored(store)
        self.asked = 0

    def find(self, *pattern):
        """The triples of a pattern."""
        self.asked += 1
        for each in self._graph.find(*pattern):
            self.asked += 1
            yield each


def meetings(numbers):
    """Activities with their participations: many of the same country, to the same objective."""
    country, objective = EX["id/country/fra"], EX["id/objective/o1"]
    yield country, RDF.type, DG.Country
    yield country, SKOS.prefLabel, Literal("France", lang="fr")
    for number in numbers:
        meeting = EX[f"id/activity/m{number}"]
        participation = EX[f"id/participation/m{number}"]
        alignment = EX[f"id/alignment/m{number}"]
        yield meeting, RDF.type, DG.Meeting
        yield meeting, SKOS.prefLabel, Literal(f"Meeting {number}", lang="en")
        yield meeting, DG.contributesTo, objective
        yield participation, RDF.type, DG.Participation
        yield participation, DG.takesPartIn, meeting
        yield participation, DG.hasPartner, country
        yield alignment, DG.aligns, meeting
        yield alignment, DG.alignsWith, objective
    for name, above in (("Meeting", DG.Activity), ("Country", DG.Partner)):
        yield DG[name], RDFS.subClassOf, above


@pytest.mark.parametrize("change", ["a meeting", "the name of the country", "the last alignment"])
def test_a_judgement_costs_what_the_change_costs(change):
    """In a graph twenty times as large the same change asks the graph no more questions."""
    asked = []
    for size in (20, 400):
        last = EX[f"id/alignment/m{size - 1}"]
        gone, come = {
            "a meeting": ([], list(meetings([size]))),
            "the name of the country": (
                [(EX["id/country/fra"], SKOS.prefLabel, Literal("France", lang="fr"))],
                [(EX["id/country/fra"], SKOS.prefLabel, Literal("Francie", lang="fr"))],
            ),
            "the last alignment": ([(last, DG.aligns, EX[f"id/activity/m{size - 1}"])], []),
        }[change]
        graph = Counting(shaping.stored((set(meetings(range(size))) | set(come)) - set(gone)))
        come = [each for each in come if each not in set(meetings(range(size)))]
        judgement = shipped().judge(graph, shaping.triples(gone), shaping.triples(come))
        assert judgement.concerned <= 4
        asked.append(graph.asked)
    # Of several reasons why a node is a target, whichever is found first will do.
    assert asked[1] <= 1.1 * asked[0]


def judged(shapes, before, after):
    """The judgement on a change, the shapes and both graphs as Turtle."""
    parsed = [set(Graph().parse(data=HEAD + text, format="turtle")) for text in (before, after)]
    gate = prepare(Graph().parse(data=HEAD + shapes, format="turtle"))
    gone, come = parsed[0] - parsed[1], parsed[1] - parsed[0]
    return gate.judge(
        Stored(shaping.stored(parsed[1])), shaping.triples(gone), shaping.triples(come)
    )


NEEDS_NAME = "ex:Named a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:name .\n"
NEEDS_NAME += "ex:name a sh:PropertyShape ; sh:path ex:title ; sh:minCount 1 .\n"


@pytest.mark.parametrize(
    ("reason", "shapes"),
    [
        (Reason.QUERY, 'ex:name sh:sparql [ sh:select "SELECT $this { $this ex:p 1 }" ] .'),
        (Reason.TERM, "ex:name sh:rule [ ] ."),
        (Reason.PATH, "ex:Named sh:property [ sh:path [ sh:inversePath ex:p , ex:q ] ] ."),
        (Reason.CIRCLE, "ex:Named sh:property [ sh:path ex:part ; sh:node ex:Named ] ."),
        (Reason.BROKEN, "ex:Named sh:property [ sh:path ex:p ; sh:maxCount 1 , 2 ] ."),
        (
            Reason.BROKEN,
            """ex:Odd a sh:ConstraintComponent ; sh:parameter [ sh:path ex:odd ] ;
            sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER ($value = 1) }" ] .""",
        ),
    ],
)
def test_what_cannot_be_told_is_judged_in_full(reason, shapes):
    """Shapes that do not tell what they read have the whole graph judged, and it is said why."""
    gate = prepare(Graph().parse(data=HEAD + NEEDS_NAME + shapes, format="turtle"))
    assert gate.reason is reason
    assert reason.french not in {"", reason}


def test_a_judgement_in_full_tells_the_same():
    """A query that declares nothing is judged in full: what is new, kept and mended is told."""
    shapes = NEEDS_NAME + 'ex:name sh:sparql [ sh:select "SELECT $this { $this <urn:p> 1 }" ] .'
    before = "ex:a a ex:Thing . ex:b a ex:Thing ; ex:title 'B' . ex:c a ex:Thing ."
    after = "ex:a a ex:Thing ; ex:title 'A' . ex:b a ex:Thing . ex:c a ex:Thing ."
    judgement = judged(shapes, before, after)
    assert [each.focus for each in judgement.new.results] == [EX.b]
    assert (judgement.kept, judgement.mended, judgement.concerned) == (1, 1, 0)
    assert judgement.full == Reason.QUERY


def test_a_change_that_touches_very_many_is_judged_in_full():
    """A class that moves takes all its instances with it: beyond a bound all is judged at once."""
    gate = prepare(Graph().parse(data=HEAD + NEEDS_NAME, format="turtle"), most=9)
    many = [(EX[f"t{number}"], RDF.type, EX.Kind) for number in range(10)]
    move = [(EX.Kind, RDFS.subClassOf, EX.Thing)]
    judgement = gate.judge(Stored(shaping.stored(many + move)), [], shaping.triples(move))
    assert judgement.full == Reason.SIZE
    assert len(judgement.new.results) == 10
    gone = gate.judge(Stored(shaping.stored(move)), shaping.triples(many), [])
    assert (gone.full, gone.mended) == (Reason.SIZE, 10)


def test_a_violation_that_was_there_does_not_count_as_new():
    """Other statements about a faulty resource change nothing about its fault, which is counted."""
    judgement = judged(
        NEEDS_NAME, "ex:a a ex:Thing .", "ex:a a ex:Thing , ex:Other . ex:b a ex:Thing ."
    )
    assert [each.focus for each in judgement.new.results] == [EX.b]
    assert (judgement.kept, judgement.mended) == (0, 0)
    judgement = judged(
        f"{NEEDS_NAME} ex:Named sh:closed true .",
        "ex:a a ex:Thing ; ex:more 1 .",
        "ex:a a ex:Thing ; ex:more 2 .",
    )
    assert [each.value for each in judgement.new.results] == [Literal(2)]
    assert (judgement.kept, judgement.mended, judgement.concerned) == (2, 1, 1)


def test_what_a_shared_shape_said_for_another_reason_is_not_new():
    """A property shape that two shapes use says the same before and after the second needs it."""
    shapes = f"{NEEDS_NAME} ex:name sh:targetSubjectsOf ex:part ."
    before = "ex:a ex:part 1 ."
    judgement = judged(shapes, before, f"{before} ex:a a ex:Thing .")
    assert judgement.new.results == ()
    assert judged(shapes, "", "ex:a a ex:Thing .").new.results != ()


def test_a_value_that_comes_to_conform_to_a_sibling_is_seen():
    """Of disjoint qualified shapes, what one counts depends on what conforms to the others."""
    shapes = """
        ex:Hand sh:property ex:thumbs , ex:fingers .
        ex:thumbs sh:targetNode ex:hand ; sh:path ex:digit ; sh:qualifiedMinCount 1 ;
            sh:qualifiedValueShape [ sh:class ex:Thumb ] ;
            sh:qualifiedValueShapesDisjoint true .
        ex:fingers sh:path ex:digit ; sh:qualifiedMinCount 0 ;
            sh:qualifiedValueShape [ sh:class ex:Finger ] ;
            sh:qualifiedValueShapesDisjoint true ."""
    before = "ex:hand ex:digit ex:d . ex:d a ex:Thumb ."
    judgement = judged(shapes, before, f"{before} ex:d a ex:Finger .")
    assert [each.focus for each in judgement.new.results] == [EX.hand]


def test_blank_nodes_that_are_loaded_again_bring_nothing_new():
    """A graph with faulty blank nodes that is put again under other names adds no Violation."""
    shapes = "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:part ; sh:property ex:name .\n"
    shapes += "ex:name a sh:PropertyShape ; sh:path ex:title ; sh:minCount 1 ."
    before = "ex:a ex:part [ ex:p 1 ] , [ ex:p 2 ] ."
    judgement = judged(shapes, before, before)
    assert judgement.concerned == 4
    assert (judgement.new.results, judgement.kept, judgement.mended) == ((), 2, 0)
    more = judged(shapes, before, "ex:a ex:part [ ex:p 1 ] , [ ex:p 2 ] , [ ex:p 3 ] .")
    assert [each.focus for each in more.new.results] == [EX.a]


def test_a_class_hierarchy_in_the_data_makes_instances():
    """A subclass that comes makes targets and values of a class; one that goes unmakes them."""
    shapes = f"{NEEDS_NAME} ex:P a sh:PropertyShape ; sh:targetSubjectsOf ex:of ; sh:path ex:of ;"
    shapes += "sh:class ex:Thing ."
    below = f"ex:Kind {RDFS.subClassOf.n3()} ex:Sort . ex:Sort {RDFS.subClassOf.n3()} ex:Thing ."
    data = "ex:x ex:of ex:a . ex:a a ex:Kind ."
    come = judged(shapes, data, f"{data} {below}")
    assert {told(each)[1:3] for each in come.new.results} == {(EX.a, str(EX.title))}
    assert come.mended == 1
    gone = judged(shapes, f"{data} {below}", data)
    assert {told(each)[1:3] for each in gone.new.results} == {(EX.x, str(EX.of))}


def test_numbers_are_compared_as_the_store_writes_them():
    """A number that comes written in another way than the store's is still what came."""
    shapes = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:closed true ."
    store = ox.Store()
    triple = ox.Triple(
        ox.NamedNode(EX.a),
        ox.NamedNode(EX.p),
        ox.Literal("01", datatype=ox.NamedNode(XSD.integer)),
    )
    shaping.change(store, (), [triple])
    gate = prepare(Graph().parse(data=HEAD + shapes, format="turtle"))
    assert len(gate.judge(Stored(store), [], [triple]).new.results) == 1


def test_the_names_of_the_resources_are_told_even_of_what_went():
    """What is new comes with names: of what is at fault, and of the deleted thing it points at."""
    shapes = "ex:P a sh:PropertyShape ; sh:targetSubjectsOf ex:of ; sh:path ex:of ;"
    shapes += "sh:class ex:Thing ."
    rest = f"ex:x ex:of ex:a ; {SKOS.prefLabel.n3()} 'X'@en , 'Iks'@fr ."
    judgement = judged(shapes, f"{rest} ex:a a ex:Thing ; {RDFS.label.n3()} 'A' .", rest)
    assert judgement.labels == {str(EX.x): {"en": "X", "fr": "Iks"}, str(EX.a): {"": "A"}}


def test_a_gate_judges_again_and_again_and_all_at_once():
    """A gate says the same the second time, and of all at once what a plain validation says."""
    store = shaping.stored(Graph() + test_shapes.parse(*test_shapes.VALID))
    node = ox.NamedNode(f"{BASE}id/country/zzz")
    come = [ox.Triple(node, ox.NamedNode(RDF.type), ox.NamedNode(DG.Country))]
    shaping.change(store, (), come)
    first, second = (shipped().judge(Stored(store), [], come) for _ in range(2))
    assert first == second
    whole = shipped().judge_all(Stored(store))
    assert [each.key for each in whole.results] == [each.key for each in first.new.results]
    assert whole == validate(shaping.graph(store))


def test_every_shipped_query_declares_what_it_reads():
    """No change of the shipped graph needs the whole graph because of a shipped shape."""
    assert shipped().reason is None
    queries = set(shipped_shapes().objects(None, SH.sparql))
    assert queries
    assert queries == set(shipped_shapes().subjects(DGS.reads))
