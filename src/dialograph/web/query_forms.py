"""The form of a named query: one field for each parameter, filled with what people know by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

import pyoxigraph as ox
from starlette.requests import Request

from dialograph import iris
from dialograph.catalog.parameters import Parameter
from dialograph.catalog.queries import NamedQuery
from dialograph.catalog.spelling import Fault, takes
from dialograph.errors import UsageError
from dialograph.languages import LANGUAGES
from dialograph.vocab import BASE, DCTERMS, DG, EU_LANGUAGE, SKOS
from dialograph.web.pages import Words
from dialograph.web.reading import Reader, Row

LANGUAGE = "lang"
"""The parameter for the language of labels: on a page it is the language of the page."""

_INPUTS = {"integer": "number", "xsd_gYear": "number", "xsd_date": "date"}
_LISTED_MAX = 600
_CODES = {"ENG": "en", "FRA": "fr"}


@dataclass(frozen=True)
class Option:
    """One value that a field offers.

    Args:
        value: what the address says.
        text: what a person reads.
        iri: what it stands for, when that is a resource.
    """

    value: str
    text: str
    iri: str = ""


@dataclass(frozen=True)
class Field:
    """One parameter as a form shows it.

    Args:
        name: of the parameter.
        label: what it means, in the language of the page.
        value: what has been given, or the default.
        kind: the ``type`` of an ``<input>``; ``select`` for a list.
        groups: what a list offers, by heading; the heading is empty where there is one list.
        hint: what it takes, for a field that is typed into.
        fault: what is wrong with the value; empty when nothing is.
    """

    name: str
    label: str
    value: str
    kind: str
    groups: Sequence[tuple[str, Sequence[Option]]] = ()
    hint: str = ""
    fault: str = ""


async def fields(
    request: Request,
    reader: Reader,
    query: NamedQuery,
    words: Words,
    values: Mapping[str, str],
    *,
    faults: Sequence[Fault] = (),
    listed: Mapping[str, str] = MappingProxyType({}),
) -> list[Field]:
    """The fields of a query, but for the language.

    Args:
        request: in whose name the lists are asked for.
        reader: asks.
        query: has the parameters.
        words: says it in the language of the page.
        values: what has been given.
        faults: what is wrong with it.
        listed: for some parameters the query for what their lists offer, in place of
            :func:`listing`, by name of parameter.

    Raises:
        Problem: the lists cannot be had.
    """
    wrong = {each.parameter: each.fr if words.language == "fr" else each.en for each in faults}
    found = []
    for parameter in query.parameters:
        if parameter.name != LANGUAGE:
            text = listed.get(parameter.name) or listing(parameter.kinds, words.language)
            groups = await _groups(request, reader, parameter, words, text)
            value = values.get(parameter.name, "").strip() or parameter.default or ""
            found.append(_field(parameter, value, groups, words, wrong.get(parameter.name, "")))
    return found


def _field(
    parameter: Parameter,
    value: str,
    groups: Sequence[tuple[str, Sequence[Option]]],
    words: Words,
    fault: str,
) -> Field:
    label = words.prose(parameter.label(words.language))
    if not groups:
        kind = _INPUTS.get(parameter.kind, "text")
        hint = words.prose(takes(parameter, words.language))
        shown = iris.shorten(value) if parameter.kinds else value
        return Field(parameter.name, label, shown, kind, (), hint, fault)
    if parameter.default is None and not parameter.required:
        groups = [("", [Option("", str(words("form_any")))]), *groups]
    chosen = _chosen(parameter, value, [each for _, options in groups for each in options])
    if chosen is None:
        # What is not on the list has been written into the address, and may still be right.
        groups = [("", [Option(value, iris.shorten(value))]), *groups]
        chosen = value
    return Field(parameter.name, label, chosen, "select", groups, "", fault)


def _chosen(parameter: Parameter, value: str, options: Sequence[Option]) -> str | None:
    """The option that a value means, however it is written; None when there is none."""
    if not value:
        return ""
    try:
        term = parameter.term(value)
    except UsageError:
        return None
    meant = term.value
    return next((each.value for each in options if (each.iri or each.value) == meant), None)


async def _groups(
    request: Request, reader: Reader, parameter: Parameter, words: Words, text: str
) -> list[tuple[str, list[Option]]]:
    if parameter.choices:
        return [("", [Option(each, _choice(each, words)) for each in parameter.choices])]
    if (parameter.default or "").startswith(str(EU_LANGUAGE)):
        return await _languages(request, reader, words)
    if not parameter.kinds:
        return []
    rows = await reader.rows(request, text)
    if not rows or len(rows) > _LISTED_MAX:
        return []
    one_kind = len(parameter.kinds) == 1
    titled = [(_heading(row, words, one_kind=one_kind), _option(row, parameter)) for row in rows]
    order = {heading: place for place, (heading, _) in reversed(list(enumerate(titled)))}
    titled.sort(key=lambda each: order[each[0]])
    return [
        (heading, [option for _, option in group])
        for heading, group in groupby(titled, key=lambda each: each[0])
    ]


async def _languages(
    request: Request, reader: Reader, words: Words
) -> list[tuple[str, list[Option]]]:
    """The languages in which there are documents; those without a name here go by their codes."""
    rows = await reader.rows(
        request, f"SELECT DISTINCT ?iri WHERE {{ ?work <{DCTERMS.language}> ?iri }} ORDER BY ?iri"
    )
    codes = [(row["iri"].iri, row["iri"].iri.removeprefix(str(EU_LANGUAGE))) for row in rows]
    return [("", [Option(iri, _choice(_CODES.get(code, code), words), iri) for iri, code in codes])]


def _heading(row: Row, words: Words, *, one_kind: bool) -> str:
    if "group" in row:
        return words.prose(row["group"].text)
    return "" if one_kind else str(words(f"kind_{_kind(row['iri'].iri)}"))


def _choice(value: str, words: Words) -> str:
    if value in LANGUAGES:
        return words.language_name(value)
    return str(words(f"choice_{value}")) if words.knows(f"choice_{value}") else value


def _kind(iri: str) -> str:
    return iri.removeprefix(BASE + "id/").partition("/")[0]


def _option(row: Row, parameter: Parameter) -> Option:
    iri = row["iri"].iri
    value = iri.removeprefix(BASE + "id/").removeprefix(f"{parameter.slugs_of}/")
    text = row["label"].text if "label" in row else value
    if "notation" in row and row["iri"].iri.partition("/id/")[2].startswith(("objective", "elem")):
        text = f"{row['notation'].text}. {text}"
    return Option(value, text, iri)


def listing(kinds: Sequence[str], language: str) -> str:
    """The query for all resources of some kinds, with labels, in the order of a list.

    Args:
        kinds: kinds of IRIs, of those of ``iris.KINDS`` and ``iris.SCHEMES``.
        language: of the labels, where there is a choice.
    """
    prefixes = " ".join(str(ox.Literal(f"{BASE}id/{kind}/")) for kind in kinds)
    wanted, other = (
        ox.Literal(language),
        ox.Literal("fr" if language == LANGUAGES[0] else LANGUAGES[0]),
    )
    label = f"<{SKOS.prefLabel}>"
    return f"""SELECT ?iri ?label ?notation ?group WHERE {{
  {{
    SELECT DISTINCT ?iri ?prefix WHERE {{
      VALUES ?prefix {{ {prefixes} }}
      ?iri {label} ?any
      FILTER (STRSTARTS(STR(?iri), ?prefix))
    }}
  }}
  OPTIONAL {{ ?iri {label} ?first FILTER (LANG(?first) = {wanted}) }}
  OPTIONAL {{ ?iri {label} ?second FILTER (LANG(?second) = {other}) }}
  BIND (COALESCE(?first, ?second) AS ?label)
  OPTIONAL {{ ?iri <{SKOS.notation}> ?notation }}
  OPTIONAL {{
    ?iri <{SKOS.inScheme}> ?framework .
    ?framework a <{DG.Framework}> ;
      {label} ?group
    FILTER (LANG(?group) = {wanted})
  }}
}}
ORDER BY ?prefix ?group
  COALESCE(<http://www.w3.org/2001/XMLSchema#integer>(REPLACE(?notation, "[^0-9]", "")), 0)
  LCASE(STR(?label))"""
