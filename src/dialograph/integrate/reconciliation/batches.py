"""What clients ask, read and checked: query batches and data extension, in either version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

from dialograph.integrate.reconciliation.checks import (
    IDENTIFIER_MAX,
    array,
    bounded,
    choice,
    fail,
    identifier,
    mapping,
    nonempty,
    parse,
)

BATCH_MAX = 100
"""So many queries may stand in a batch."""

IDS_MAX, PROPERTIES_MAX = 1_000, 50
"""So many rows and columns a data extension query may ask for."""

VALUES_MAX, CONDITIONS_MAX = 100, 50
"""So many values a condition, and conditions a query may have."""

TEXT_MAX = 500
"""So many characters of a text are compared with names; what follows does not count."""

LIMIT, LIMIT_MAX = 10, 100
"""So many candidates are given when no number is asked for, and at most."""

EXACT = "ExactMatch"
"""The one qualifier: a value is the same, or it is not."""

_STRICT = ("any", "all", "should")

Quantifier = Literal["any", "all", "none"]
Strictness = Literal["any", "all", "should"]


class Reference(NamedTuple):
    """A value that is a resource.

    Args:
        id: its identifier or IRI.
        name: what the client calls it.
    """

    id: str
    name: str


Given = str | float | bool | Reference
"""A value that candidates are compared with."""


class Condition(NamedTuple):
    """Something that candidates should be like.

    Args:
        kind: what is compared: the name, the identifier, or a property.
        property: the name of the property; empty for the others.
        values: with what.
        required: whether a resource that is not like it is no candidate.
        quantifier: how many of the values count.
        is_exact: whether only the same counts.
    """

    kind: Literal["name", "id", "property"]
    property: str
    values: tuple[Given, ...]
    required: bool = False
    quantifier: Quantifier = "any"
    is_exact: bool = False


class Query(NamedTuple):
    """One question: which resource is this?

    Args:
        conditions: at least one.
        types: the names of types; none for any.
        strictness: whether a candidate has one of the types, all, or only better had.
        limit: how many candidates at most.
    """

    conditions: tuple[Condition, ...]
    types: tuple[str, ...]
    strictness: Strictness
    limit: int


class Column(NamedTuple):
    """A property that values are asked of.

    Args:
        property: its name.
        settings: as they are asked for.
    """

    property: str
    settings: Mapping[str, Any]


def read_batch(text: str) -> dict[str, Query]:
    """A query batch of 0.2: queries by any key.

    Raises:
        BatchError: it is none.
        TooMuchError: it has too many queries.
    """
    told = mapping(parse(text), "queries")
    bounded(told, BATCH_MAX, "queries")
    return {key: _query(value, f"queries.{key[:40]}") for key, value in told.items()}


def read_queries(text: str) -> list[Query]:
    """A query batch of the 1.0 draft: ``{"queries": […]}``.

    Raises:
        BatchError, TooMuchError: as :func:`read_batch`.
    """
    queries = array(mapping(parse(text), "").get("queries"), "queries")
    bounded(queries, BATCH_MAX, "queries")
    return [_query_of_draft(each, f"queries[{place}]") for place, each in enumerate(queries)]


def read_extension(text: str) -> tuple[list[str], list[Column]]:
    """A data extension query, the same in both versions: identifiers, and properties.

    Raises:
        BatchError: it is none.
        TooMuchError: it asks for too many rows or columns.
    """
    told = mapping(parse(text), "extend")
    ids = array(told.get("ids"), "ids")
    properties = array(told.get("properties"), "properties")
    bounded(ids, IDS_MAX, "ids")
    bounded(properties, PROPERTIES_MAX, "properties")
    columns = []
    for place, each in enumerate(properties):
        where = f"properties[{place}]"
        column = mapping(each, where)
        settings = column.get("settings")
        columns.append(
            Column(
                identifier(column.get("id"), f"{where}.id"),
                {} if settings is None else mapping(settings, f"{where}.settings"),
            )
        )
    return [identifier(each, f"ids[{place}]") for place, each in enumerate(ids)], columns


# --- 0.2 -------------------------------------------------------------------------------------


def _query(told: Any, where: str) -> Query:
    query = mapping(told, where)
    conditions = []
    if query.get("query") is not None:
        text = nonempty(query["query"], f"{where}.query")
        conditions.append(Condition("name", "", (text,)))
    listed = query.get("properties")
    for place, each in enumerate(array(listed, f"{where}.properties") if listed else ()):
        at = f"{where}.properties[{place}]"
        pair = mapping(each, at)
        name = identifier(pair.get("pid"), f"{at}.pid")
        conditions.append(Condition("property", name, _values(pair, "v", at)))
    if not conditions:
        fail(where, "has neither query nor properties", "n’a ni query ni properties")
    types = query.get("type")
    given = types if isinstance(types, list) else [types] if types else []
    strict = query.get("type_strict")
    strict = choice("any" if strict is None else strict, _STRICT, f"{where}.type_strict")
    return Query(
        _few(conditions, where),
        tuple(_type(each, f"{where}.type") for each in given[:VALUES_MAX]),
        cast(
            "Strictness",
            choice(
                "any" if strict is None else strict,
                ("any", "all", "should"),
                f"{where}.type_strict",
            ),
        ),
        _limit(query.get("limit"), f"{where}.limit"),
    )


def _type(told: Any, where: str) -> str:
    return identifier(told.get("id") if isinstance(told, dict) else told, where)


# --- 1.0 draft -------------------------------------------------------------------------------


def _query_of_draft(told: Any, where: str) -> Query:
    query = mapping(told, where)
    listed = array(query.get("conditions"), f"{where}.conditions")
    if not listed:
        fail(f"{where}.conditions", "is empty", "est vide")
    conditions = [
        _condition(each, f"{where}.conditions[{place}]")
        for place, each in enumerate(listed[: CONDITIONS_MAX + 1])
    ]
    given = query.get("type")
    types = () if given is None else (identifier(given, f"{where}.type"),)
    return Query(
        _few(conditions, where), types, "any", _limit(query.get("limit"), f"{where}.limit")
    )


def _condition(told: Any, where: str) -> Condition:
    condition = mapping(told, where)
    kind = choice(condition.get("matchType"), ("name", "id", "property"), f"{where}.matchType")
    name = ""
    if kind == "property":
        name = identifier(condition.get("propertyId"), f"{where}.propertyId")
    required = condition.get("required", False)
    if not isinstance(required, bool):
        fail(f"{where}.required", "is true or false", "est true ou false")
    quantifier = condition.get("matchQuantifier") or "any"
    qualifier = condition.get("matchQualifier")
    if qualifier is not None:
        choice(qualifier, (EXACT,), f"{where}.matchQualifier")
    return Condition(
        cast("Literal['name', 'id', 'property']", kind),
        name,
        _values(condition, "propertyValue", where),
        required,
        cast("Quantifier", choice(quantifier, ("any", "all", "none"), f"{where}.matchQuantifier")),
        qualifier == EXACT,
    )


# --- What both have --------------------------------------------------------------------------


def _values(told: Mapping[str, Any], name: str, where: str) -> tuple[Given, ...]:
    at = f"{where}.{name}"
    if name not in told:
        fail(at, "is missing", "manque")
    given = told[name] if isinstance(told[name], list) else [told[name]]
    bounded(given, VALUES_MAX, at)
    return tuple(_value(each, at) for each in given)


def _value(told: Any, where: str) -> Given:
    if isinstance(told, dict):
        name = told.get("name")
        return Reference(
            identifier(told.get("id"), f"{where}.id"), name if isinstance(name, str) else ""
        )
    if not isinstance(told, str | int | float):
        fail(
            where,
            "is a text, a number, true, false or an object with an id",
            "est un texte, un nombre, true, false ou un objet avec un id",
        )
    return told[:IDENTIFIER_MAX] if isinstance(told, str) else told


def _limit(told: Any, where: str) -> int:
    if told is None:
        return LIMIT
    is_number = isinstance(told, int | float) and not isinstance(told, bool)
    if not is_number or told != told // 1 or told < 1:
        fail(where, "is a whole number from 1 on", "est un nombre entier à partir de 1")
    return int(min(told, LIMIT_MAX))


def _few(conditions: Sequence[Condition], where: str) -> tuple[Condition, ...]:
    bounded(conditions, CONDITIONS_MAX, where)
    return tuple(conditions)
