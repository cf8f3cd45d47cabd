"""What is asked: the catalogue's queries as plain SPARQL, lookups, aggregations, runaways."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bench.client import JSON, NTRIPLES
from dialograph.catalog.queries import NamedQuery, shipped_catalog

SEED = 40
_CLASS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NAME = "http://www.w3.org/2004/02/skos/core#prefLabel"
_START = "https://schema.org/startDate"


@dataclass(frozen=True)
class Question:
    """A query and the form in which its answer is wanted.

    Args:
        name: what the results call it.
        text: SPARQL that any endpoint takes.
        accept: a media type.
    """

    name: str
    text: str
    accept: str = JSON


def lookup(iri: str, number: int | str = 0) -> str:
    """Ask for the name, the class and the date of one thing.

    Args:
        iri: the thing.
        number: any; it comes back in the answer, so that no two requests are alike.
    """
    return (
        f"SELECT ?name ?class ?date ?number WHERE {{ <{iri}> <{_NAME}> ?name ; <{_CLASS}> ?class . "
        f'FILTER (LANG(?name) = "en") OPTIONAL {{ <{iri}> <{_START}> ?date }} '
        f"BIND ({number} AS ?number) }}"
    )


def plain(query: NamedQuery) -> str:
    """A query of the catalogue with its parameters written in.

    The program itself never does this: it hands values beside the text. But what is sent to servers
    that know no catalogue has to be plain SPARQL.
    """
    text = query.text
    for parameter in query.parameters:
        value = parameter.default or next(iter(parameter.choices), None)
        if value is None:  # it may be left out
            continue
        term = str(parameter.term(value)).replace("\\", r"\\")
        text = re.sub(rf"\?{parameter.variable}\b", term, text)
    # A shorter address holds the same query: some peers bound it at 8 kB.
    return re.sub(r"\s*\n\s*", "\n", text).strip()


def catalogue() -> list[Question]:
    """The queries of the catalogue that ask no other server, by name."""
    return [
        Question(query.name, plain(query), NTRIPLES if query.form == "CONSTRUCT" else JSON)
        for query in shipped_catalog().values()
        if all(each.kind != "endpoint" for each in query.parameters)
    ]


def runaway(number: int) -> str:
    """A query that no engine finishes: a cross product of the graph with itself, three times over.

    Args:
        number: any; no two requests are alike. It decides whether rows are counted or filtered.
    """
    product = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
    if number % 2:
        return f"SELECT (COUNT(*) AS ?n) WHERE {{ {product} }} # {number}"
    # Nothing can be filtered before all three are joined.
    return (
        f"SELECT ?a WHERE {{ {product} FILTER (CONCAT(STR(?a), STR(?e), STR(?i)) = '{number}') }}"
    )


def zipf(count: int, blocks: int, seed: int = SEED) -> list[int]:
    """Ranks in an order of asking: the second is asked half as often as the first (s = 1).

    The order is a series of blocks, each shuffled for itself, in each of which every rank comes as
    often as it should. So a slow server, which gets through a few hundred requests in a round, is
    asked the same mix as a fast one.

    Args:
        count: how many ranks there are.
        blocks: how many blocks.
        seed: where chance starts.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    block = [rank for rank in range(count) for _ in range(round(count / (rank + 1)))]
    return [rank for _ in range(blocks) for rank in chance.sample(block, len(block))]


def shuffled(questions: Sequence[Question], seed: int = SEED) -> list[Question]:
    """The questions in an order that no-one chose."""
    return random.Random(seed).sample(list(questions), len(questions))  # noqa: S311
