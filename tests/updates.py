"""Random updates, and what the engine makes of them."""

import re
from dataclasses import dataclass

import pyoxigraph as ox
from hypothesis import strategies as st

from dialograph.engine.dataset import Dataset
from dialograph.engine.updating import derive_update

EX = "http://example.org/"
PROLOGUE = f"PREFIX ex: <{EX}>\n"


def store_of(text, *graphs):
    """A store with some TriG, and some more graphs that are empty."""
    store = ox.Store()
    store.load(f"@prefix ex: <{EX}> .\n{text}".encode(), ox.RdfFormat.TRIG)
    for name in graphs:
        store.add_graph(ox.NamedNode(EX + name))
    return store


def copy_of(store):
    """Another store with the same graphs."""
    copy = ox.Store()
    for name in store.named_graphs():
        copy.add_graph(name)
    copy.extend(store)
    return copy


def state_of(store, *, union=False):
    """What a store says: the same for two that differ in the names of blank nodes alone."""
    quads = [q for q in store if not union or q.graph_name != ox.DefaultGraph()]
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset), {str(name) for name in store.named_graphs()}


def derive(text, data="", *graphs, union=False, **how):
    """The dataset before and after an update, and what was derived."""
    before = store_of(data, *graphs)
    dataset = Dataset(copy_of(before), union=union)
    derived = derive_update(dataset, PROLOGUE + text, base_iri=EX, **how)
    return before, dataset, derived


RESOURCES = ["ex:a", "ex:b", "ex:c", "<http://example.org/d>"]
GRAPHS = ["ex:g1", "ex:g2", "ex:g3"]
LITERALS = ["1", "01", '"x"', '"x"@EN', "'''it's # no comment } ; {'''", "1.50", "true"]
SPACES = [" ", "\n", "\t  ", " # a comment } ; DROP ALL {\n", "\r\n"]


@dataclass(frozen=True)
class Operation:
    """An operation as words, and what the engine would do otherwise than we promise."""

    words: tuple[str, ...]
    source: str | None = None
    target: str | None = None

    @property
    def silent(self):
        """Whether it may fail."""
        return "SILENT" in self.words


def terms(*more):
    """One of the resources, or of some more."""
    return st.sampled_from([*RESOURCES, *more])


def triples(subjects, predicates, values, **size):
    """The words of some triples."""
    one = st.tuples(subjects, predicates, values).map(lambda each: (*each, "."))
    return st.lists(one, **size).map(lambda each: sum(each, ()))


def blocks(subjects, predicates, values, places, *, default=True, most=2):
    """Triples in braces, some of them in graphs; all of them unless ``default``."""
    inner = triples(subjects, predicates, values, max_size=most * default)
    named = st.tuples(places, triples(subjects, predicates, values, min_size=1, max_size=most)).map(
        lambda each: ("GRAPH", each[0], "{", *each[1], "}")
    )
    return st.tuples(inner, st.lists(named, max_size=2)).map(
        lambda each: ("{", *each[0], *sum(each[1], ()), "}")
    )


VARIABLES = ["?s", "?p", "?o", "$s"]
NODES = terms("?s", "?o", "$s")
PLACES = st.sampled_from([*GRAPHS, "?g"])


def data(*, default):
    """Data without blank nodes."""
    return blocks(terms(), terms(), terms(*LITERALS), st.sampled_from(GRAPHS), default=default)


def data_with_blanks(*, default):
    """Data with blank nodes in all the ways that there are."""
    return blocks(
        terms("_:n", "_:m", "[ ex:p 1 ]"),
        terms("a"),
        terms(*LITERALS, "_:n", "( 1 ex:a )", "[ ex:p _:m ]", "<<( ex:a ex:b 01 )>>"),
        st.sampled_from(GRAPHS),
        default=default,
    )


def deleted(*, default):
    """A template of what goes."""
    return blocks(NODES, terms("?p"), terms(*LITERALS, *VARIABLES), PLACES, default=default)


def inserted(*, default):
    """A template of what comes."""
    values = terms(*LITERALS, *VARIABLES, "<<( ?o ex:says ?s )>>")
    places = st.sampled_from([*GRAPHS, "?g", "?o"])
    subjects, owned = terms("?s", "_:n", "[ ex:p ?o ]"), terms("?s", "_:n", "( ?s 1 )")
    return st.one_of(
        blocks(NODES, terms("?p", "?o"), values, places, default=default),
        blocks(subjects, terms("?p"), owned, PLACES, default=default),
    )


def states(*, default):
    """Data to begin with."""
    subjects, values = terms("_:x", "_:y"), terms(*LITERALS, "_:x", "_:y", "ex:g1")
    places = st.sampled_from(GRAPHS)
    return blocks(subjects, terms(), values, places, default=default, most=5)


PATTERNS = st.sampled_from(
    [
        ("?s", "?p", "?o"),
        ("?s", "ex:b", "?o"),
        ("GRAPH", "?g", "{", "?s", "?p", "?o", "}"),
        ("GRAPH", "ex:g1", "{", "?s", "?p", "?o", "}"),
        ("GRAPH", "?g", "{", "?s", "?p", "?o", "}", "?o", "?q", "?s", "."),
        ("?s", "?p", "?o", ".", "OPTIONAL", "{", "GRAPH", "?g", "{", "?o", "?p", "?s", "}", "}"),
        ("{", "?s", "?p", "?o", "}", "UNION", "{", "BIND", "(", "ex:a", "AS", "?s", ")", "}"),
        ("VALUES", "(", "?s", "?o", ")", "{", "(", "ex:a", "1", ")", "(UNDEF", "ex:g2)", "}"),
        ("?s", "?p", "?o", "FILTER", "(", "isIRI", "(", "?o", ")", "&&", "?o", "!=", "ex:a", ")"),
        ("?s", "?p", "?o", "MINUS", "{", "?s", "ex:c", "?o", "}"),
        ("{", "SELECT", "?s", "(", "MAX", "(", "?x", ")", "AS", "?o", ")", "{", "?s", "?p", "?x",
         "}", "GROUP", "BY", "?s", "}"),
        ("?s", "ex:a|^ex:b", "?o"),
        (),
    ]
)  # fmt: skip
SILENT = st.sampled_from([(), ("SILENT",)])


@st.composite
def modifications(draw, *, default):
    """Templates with a pattern, and all clauses that there are."""
    words = []
    clauses = draw(st.sampled_from(["with", "using", "named", "both", "", ""]))
    if clauses == "with":
        words += ["WITH", draw(st.sampled_from(GRAPHS))]
    in_default = default or clauses == "with"
    parts = draw(st.sampled_from(["delete", "insert", "delete insert"]))
    if "delete" in parts:
        words += ["DELETE", *draw(deleted(default=in_default))]
    if "insert" in parts:
        words += ["INSERT", *draw(inserted(default=in_default))]
    if clauses in {"using", "both"}:
        words += ["USING", draw(st.sampled_from(GRAPHS))]
    if clauses in {"named", "both"}:
        words += ["USING", "NAMED", draw(st.sampled_from(GRAPHS))]
    return Operation((*words, "WHERE", "{", *draw(PATTERNS), "}"))


@st.composite
def transfers(draw, *, default):
    """One graph into another."""
    keyword, silent = draw(st.sampled_from(["ADD", "COPY", "MOVE"])), draw(SILENT)
    any_graph = ["DEFAULT", *GRAPHS]
    source = draw(st.sampled_from(any_graph if default or keyword != "MOVE" else GRAPHS))
    target = draw(st.sampled_from(any_graph if default else GRAPHS))
    before = ("GRAPH",) if source != "DEFAULT" and draw(st.booleans()) else ()
    return Operation((keyword, *silent, *before, source, "TO", target), source, target)


def operations(*, default):
    """Any operation that writes no default graph, or also those that do."""
    clearing = st.sampled_from(["CLEAR", "DROP"])
    wholes = ["ALL", "NAMED", *(["DEFAULT"] if default else [])]
    return st.one_of(
        data_with_blanks(default=default).map(lambda each: Operation(("INSERT", "DATA", *each))),
        data(default=default).map(lambda each: Operation(("DELETE", "DATA", *each))),
        deleted(default=default).map(lambda each: Operation(("DELETE", "WHERE", *each))),
        modifications(default=default),
        modifications(default=default),
        modifications(default=default),
        transfers(default=default),
        st.tuples(clearing, SILENT, st.sampled_from(GRAPHS)).map(
            lambda each: Operation((each[0], *each[1], "GRAPH", each[2]))
        ),
        st.tuples(clearing, st.sampled_from(wholes)).map(Operation),
        st.tuples(SILENT, st.sampled_from(GRAPHS)).map(
            lambda each: Operation(("CREATE", *each[0], "GRAPH", each[1]))
        ),
    )


@st.composite
def requests(draw, *, default):
    """Some operations, and one way of writing them down."""
    chosen = draw(st.lists(operations(default=default), min_size=1, max_size=4))
    spaces = st.lists(st.sampled_from(SPACES), min_size=7, max_size=7)
    between = draw(spaces)
    case = draw(st.sampled_from([str.upper, str.lower, str.title]))
    text = draw(st.sampled_from([PROLOGUE, f"#;\nBASE <{EX}>\nprefix ex: <>", PROLOGUE * 2]))
    for number, operation in enumerate(chosen):
        # Labels of blank nodes are not shared by operations.
        words = [
            _labelled(word, number) if "_:" in word else _written(word, case)
            for word in operation.words
        ]
        if number:
            text += draw(st.sampled_from([";", " ; ", f";\n{PROLOGUE}", ";BASE <x/>"]))
        for place, word in enumerate(words):
            text += between[place % len(between)] + word
    return chosen, text + draw(st.sampled_from(["", ";", " # end", ";#"]))


def _labelled(word, number):
    return re.sub(r"_:\w", rf"\g<0>{number}", word)


def _written(word, case):
    return case(word) if word.isupper() and word.isalpha() else word


def engine_does(store, operation, number):
    """Run one operation on a store; False where it has to fail."""
    source, target = operation.source, operation.target
    if source not in {None, "DEFAULT", target}:
        name = ox.NamedNode(source.replace("ex:", EX))
        if not store.contains_named_graph(name):
            # The engine empties the target; a graph that does not exist is a failure here.
            return operation.silent
    words = [_labelled(each, number) for each in operation.words]
    try:
        store.update(PROLOGUE + " ".join(words), base_iri=EX)
    except RuntimeError:
        return False
    for name in list(store.named_graphs()):
        if isinstance(name, ox.BlankNode):  # the engine makes graphs that nothing can name
            store.remove_graph(name)
    return True


def merged(store):
    """A store whose default graph is the merge of its named graphs."""
    copy = copy_of(store)
    copy.update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }")
    copy.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return copy
