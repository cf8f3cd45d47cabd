"""An answer as people read it: names for resources, words for columns, what belongs together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import pyoxigraph as ox
from starlette.requests import Request

from dialograph.engine.preview import Preview, Term
from dialograph.languages import texts_of, typographic
from dialograph.vocab import BASE, DCTERMS, ONTOLOGY, RDFS, SKOS, XSD
from dialograph.web.answer_cells import AnswerTable, Cell, Column, Listing, Value, short
from dialograph.web.pages import Words
from dialograph.web.reading import Reader

_LABEL = "Label"
_IRI = re.compile(r"<(https?://[^<>\s\"]+)>")
_NUMBERS = {str(XSD[each]) for each in ("integer", "decimal", "double")}
_PLAIN = {str(XSD.string), str(XSD.date), str(XSD.gYear), str(XSD.gYearMonth), str(XSD.boolean)}
_NAMED_MAX = 500
SHOWN = 250
"""Rows of an answer that a page shows; the files hold them all."""


async def table_of(
    request: Request, reader: Reader, preview: Preview, id_bases: tuple[str, ...], words: Words
) -> AnswerTable:
    """Make a table of the beginning of an answer.

    A column ``x`` beside a column ``xLabel`` becomes one: the label leads to the resource.

    Args:
        request: in whose name the names of resources are asked for.
        reader: asks.
        preview: rows.
        id_bases: what the IRIs of our resources begin with.
        words: of the language of the page.

    Raises:
        Problem: the names cannot be had.
    """
    rows = (preview.rows or ())[:SHOWN]
    places = {name: place for place, name in enumerate(preview.columns)}
    shown = [
        name
        for name in preview.columns
        if not (name.endswith(_LABEL) and name.removesuffix(_LABEL) in places)
    ]
    bare = {
        term[1]
        for row in rows
        for name in shown
        if name + _LABEL not in places and (term := row[places[name]]) and term[0] == "uri"
    }
    names = await named(request, reader, sorted(bare)[:_NAMED_MAX], words.language)

    def value(row: tuple[Term | None, ...], name: str) -> Value | None:
        term = row[places[name]]
        label = row[places[name + _LABEL]] if name + _LABEL in places else None
        if term is None:
            return None if label is None else _literal(label, words)
        if term[0] == "uri":
            told = (label[1], label[2]) if label else names.get(term[1])
            return _resource(term[1], told, id_bases, words)
        return _literal(term, words)

    return AnswerTable(
        tuple(Column(name, heading(name, words.language)) for name in shown),
        tuple(tuple(value(row, name) for name in shown) for row in rows),
        preview.total,
    )


async def named(
    request: Request, reader: Reader, iris: Collection[str], language: str
) -> Mapping[str, tuple[str, str]]:
    """The names of resources: the text and its language, in the language asked for if there is one.

    Args:
        request: in whose name to ask.
        reader: asks.
        iris: of the resources.
        language: ``fr`` or ``en``.

    Raises:
        Problem: there is no answer.
    """
    if not iris:
        return {}
    terms = " ".join(str(ox.NamedNode(each)) for each in iris)
    rows = await reader.rows(
        request,
        f"SELECT ?iri ?label WHERE {{ VALUES ?iri {{ {terms} }} "
        f"?iri <{SKOS.prefLabel}>|<{RDFS.label}>|<{DCTERMS.title}> ?label }} ORDER BY ?iri ?label",
    )
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        label = (row["label"].text, row["label"].language)
        if row["iri"].iri not in found or label[1] == language:
            found[row["iri"].iri] = label
    return found


def listing_of(preview: Preview, id_bases: tuple[str, ...], words: Words) -> Listing:
    """The beginning of a graph, cut where an IRI stands that can be followed.

    Args:
        preview: lines of Turtle.
        id_bases: what the IRIs of our resources begin with.
        words: of the page.
    """
    text, end, parts = preview.turtle or "", 0, []
    for match in _IRI.finditer(text):
        place = place_of(match[1], id_bases, words)
        parts += [Cell(text[end : match.start()]), Cell(match[0], iri=place)]
        end = match.end()
    return Listing((*parts, Cell(text[end:])), preview.shown, preview.total)


def heading(name: str, language: str) -> str:
    """What people call a column; its own name when nobody has said.

    Args:
        name: the variable, without its question mark.
        language: of the page.
    """
    return texts_of("columns")[language].get(name.removesuffix(_LABEL), name)


def place_of(iri: str, id_bases: Iterable[str], words: Words) -> str:
    """Where an IRI leads: on this server when it is ours, elsewhere on the web, or nowhere.

    Args:
        iri: the IRI.
        id_bases: what the IRIs of our resources begin with.
        words: of the page; on this server its language and its version stay.
    """
    for base in id_bases:
        if iri.startswith(base):
            local, _, part = f"/id/{iri.removeprefix(base)}".partition("#")
            return words.address(local) + (f"#{part}" if part else "")
    if iri == ONTOLOGY or iri.startswith((f"{ONTOLOGY}#", f"{ONTOLOGY}/")):
        local, _, part = iri.removeprefix(BASE.rstrip("/")).partition("#")
        return words.address(local) + (f"#{part}" if part else "")
    return iri if iri.startswith(("http://", "https://")) else ""


def _resource(
    iri: str, told: tuple[str, str] | None, id_bases: tuple[str, ...], words: Words
) -> Value:
    text, language = told or (short(iri, id_bases), "")
    other = language if language != words.language else ""
    if language == words.language:
        text = typographic(text, language)
    return Value(text, place_of(iri, id_bases, words), other, title=iri if text != iri else "")


def _literal(term: Term, words: Words) -> Value:
    kind, text, language, datatype = term
    if kind != "literal":
        return Value(f"_:{text}" if kind == "bnode" else text)
    if language:
        shown = typographic(text, language)
        return Value(shown, language=language if language != words.language else "")
    if datatype == str(XSD.boolean):
        return Value(str(words("answer_yes" if text in {"true", "1"} else "answer_no")))
    if datatype == str(XSD.anyURI) and text.startswith(("http://", "https://")):
        return Value(text, link=text)
    if datatype in _NUMBERS:
        return _number(text, datatype, words)
    return Value(text, tag="" if datatype in _PLAIN else short(datatype, ()))


def _number(text: str, datatype: str, words: Words) -> Value:
    if datatype != str(XSD.integer) or not text.lstrip("+-").isdecimal():
        return Value(text, is_number=True)
    return Value(words.number(int(text)), is_number=True, number=int(text))
