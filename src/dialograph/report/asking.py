"""From named queries of the catalogue to a report: what to ask, and what the rows come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from dialograph import iris
from dialograph.catalog.answers import Row
from dialograph.catalog.parameters import Term
from dialograph.catalog.queries import NamedQuery, shipped_catalog
from dialograph.catalog.spelling import Fault, spelled
from dialograph.report.model import Claim, Edition, Line, Name, Narrowed, Quote, Report
from dialograph.report.works import name, works
from dialograph.vocab import BASES, DCTERMS, DG, SKOS, language_tag

_NAMES = (
    *("dialogues", "frameworks", "graphs", "report-lines", "report-claims", "report-quotes"),
    *("report-grounds", "report-works", "report-partners", "report-documents"),
)
_UNDATED = "report-claims of any year"
_LEVELS = (("objective",), ("domain", "pillar"))
_PERIOD = ("from", "to")


def parameters() -> NamedQuery:
    """The query whose parameters are those of a report."""
    return replace(shipped_catalog()["report-claims"], name="report")


def value(terms: Mapping[str, Term], name: str) -> str:
    """What a parameter of a report stands at: its value or its default; empty without both."""
    if name in terms:
        return terms[name].value
    return parameters().defaults.get(name, "")


def texts(terms: Mapping[str, Term]) -> dict[str, str]:
    """The queries to ask for a report, by name.

    Args:
        terms: the values of its parameters.
    """
    catalog = shipped_catalog()
    asked = {name: _spelled(catalog[name], terms) for name in _NAMES}
    if any(name in terms for name in _PERIOD):
        any_year = {name: term for name, term in terms.items() if name not in _PERIOD}
        asked[_UNDATED] = _spelled(parameters(), any_year)
    return asked


def _spelled(query: NamedQuery, terms: Mapping[str, Term]) -> str:
    known = {each.name for each in query.parameters}
    return spelled(query, {name: term for name, term in terms.items() if name in known})


def faults(terms: Mapping[str, Term], rows: Mapping[str, Sequence[Row]]) -> tuple[Fault, ...]:
    """What is wrong with the values, as far as the data tells.

    Args:
        terms: the values of the parameters.
        rows: of each of :func:`texts`, by its name.
    """
    found = []
    for each in ("dialogue", "framework"):
        known = {row[each][0] for row in rows[f"{each}s"]}
        if value(terms, each) not in known:
            found.append(_unknown(each, value(terms, each), known))
    basis = value(terms, "basis")
    if basis and _slug(basis) not in BASES:
        found.append(
            Fault(
                "basis",
                f"There is no basis {_slug(basis)}; it is one of {', '.join(BASES)}.",
                f"Il n’y a pas de fondement {_slug(basis)} ; c’est l’un de {', '.join(BASES)}.",
            )
        )
    first, last = (value(terms, each) for each in _PERIOD)
    if first and last and int(first) > int(last):
        found.append(
            Fault(
                "to",
                f"The last year, {last}, comes before the first one, {first}.",
                f"La dernière année, {last}, précède la première, {first}.",
            )
        )
    return tuple(found)


def _unknown(parameter: str, iri: str, known: Iterable[str]) -> Fault:
    slugs = {_slug(each): each for each in known}
    near = get_close_matches(_slug(iri), slugs, n=3, cutoff=0.5)
    what = {"dialogue": ("dialogue", "dialogue"), "framework": ("framework", "cadre")}[parameter]
    meant = (f" Did you mean {' or '.join(near)}?", f" Peut-être : {' ou '.join(near)}.")
    return Fault(
        parameter,
        f"There is no {what[0]} {_slug(iri)} in the data.{meant[0] if near else ''}",
        f"Il n’y a pas de {what[1]} {_slug(iri)} dans les données.{meant[1] if near else ''}",
    )


def _slug(iri: str) -> str:
    return iris.shorten(iri).partition("/")[2] or iri


def put_together(
    terms: Mapping[str, Term], rows: Mapping[str, Sequence[Row]], edition: Edition
) -> Report:
    """The report that the rows come to.

    Args:
        terms: the values of the parameters; no fault is found with them.
        rows: of each of :func:`texts`, by its name.
        edition: from which data.
    """
    graphs = rows["graphs"]
    return Report(
        value(terms, "lang"),
        _named(rows["dialogues"], "dialogue", value(terms, "dialogue")),
        _named(rows["frameworks"], "framework", value(terms, "framework")),
        _lines(rows),
        _narrowed(terms, rows),
        edition,
        max((row["modified"][0] for row in graphs if "modified" in row), default=""),
        tuple(sorted({row["licence"][0] for row in graphs if "licence" in row})),
    )


def _named(rows: Iterable[Row], column: str, iri: str) -> Name:
    return next(name(row, column) for row in rows if row[column][0] == iri)


def _narrowed(terms: Mapping[str, Term], rows: Mapping[str, Sequence[Row]]) -> Narrowed:
    undated = {row["claim"][0] for row in rows.get(_UNDATED, ()) if "start" not in row}
    return Narrowed(
        value(terms, "basis"), value(terms, "from"), value(terms, "to"), undated=len(undated)
    )


def _lines(rows: Mapping[str, Sequence[Row]]) -> tuple[Line, ...]:
    found: dict[str, Line] = {}
    for row in rows["report-lines"]:
        iri, is_official = row["part"][0], "officialTitle" in row
        found.setdefault(
            iri,
            Line(
                iri,
                _text(row, "level").rpartition("/")[2],
                _text(row, "levelLabel"),
                _text(row, "notation"),
                Name(iri, *row["officialTitle"]) if is_official else name(row, "part"),
                is_official,
            ),
        )
    for claim, objective in _claims(rows):
        found[objective].claims.append(claim)
    kinds = {line.kind for line in found.values()}
    shown = next((each for each in _LEVELS if kinds & set(each)), ())
    first = [line for line in found.values() if line.kind in shown]
    more = [line for line in found.values() if line.kind not in shown and line.claims]
    return (*first, *more)


def _claims(rows: Mapping[str, Sequence[Row]]) -> list[tuple[Claim, str]]:
    known = works(rows)
    quotes, grounds = _quotes(rows["report-quotes"]), _by_claim(rows["report-grounds"])
    found: dict[str, tuple[Claim, str]] = {}
    for row in rows["report-claims"]:
        iri = row["claim"][0]
        claim = Claim(iri, known[row["work"][0]], name(row, "basis"), quotes.get(iri, []))
        for ground in grounds.get(iri, ()):
            what = ground["property"][0]
            if what == str(DCTERMS.source):
                claim.sources.append(ground["value"][0])
            elif what == str(DG.inferredFrom):
                claim.inferred.append(name(ground, "value"))
            elif what in {str(DG.rationale), str(SKOS.editorialNote)}:
                claim.reasons.append(name(ground, "value"))
        found.setdefault(iri, (claim, row["objective"][0]))
    return list(found.values())


def _quotes(rows: Iterable[Row]) -> dict[str, list[Quote]]:
    found: defaultdict[str, dict[str, Quote]] = defaultdict(dict)
    for row in rows:
        evidence = row["evidence"][0]
        kept = found[row["claim"][0]].get(evidence)
        page = (row["page"][0],) if "page" in row else ()
        found[row["claim"][0]][evidence] = Quote(
            evidence,
            row["quote"][0],
            language_tag(_text(row, "quoteLanguage")),
            name(row, "document"),
            _text(row, "block"),
            tuple(dict.fromkeys((*(kept.pages if kept else ()), *page))),
        )
    return {claim: list(quotes.values()) for claim, quotes in found.items()}


def _by_claim(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["claim"][0]].append(row)
    return found


def _text(row: Row, column: str) -> str:
    return row[column][0] if column in row else ""
