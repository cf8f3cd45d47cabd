"""The report for programs: the same claims as JSON."""

from __future__ import annotations

import json
from typing import Any

from dialograph.report import telling
from dialograph.report.model import Claim, Line, Name, Report, Work


def document(report: Report) -> bytes:
    """A report as JSON.

    Args:
        report: what it says.
    """
    edition, narrowed = report.edition, report.narrowed
    told = {
        "title": telling.title(report),
        "language": report.language,
        "dialogue": _name(report.dialogue),
        "framework": _name(report.framework),
        "basis": narrowed.basis or None,
        "from": int(narrowed.first) if narrowed.first else None,
        "to": int(narrowed.last) if narrowed.last else None,
        "undatedLeftOut": narrowed.undated,
        "produced": edition.produced,
        "version": int(edition.number) if edition.number else None,
        "revision": edition.revision,
        "modified": report.modified or None,
        "licences": list(report.licences),
        "permalink": edition.permalink or None,
        "address": edition.address,
        "citation": telling.citation(report),
        "objectives": [_line(each) for each in report.lines],
        "nothingRecorded": [each.iri for each in report.gaps],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _line(line: Line) -> dict[str, Any]:
    return {
        "iri": line.iri,
        "level": line.level,
        "notation": line.notation,
        "title": _text(line.title),
        "titleIsOfficial": line.is_official,
        "claims": [_claim(each) for each in line.claims],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "iri": claim.iri,
        "basis": _name(claim.basis),
        "work": _work(claim.work),
        "quotes": [
            {
                "iri": each.iri,
                "text": each.text,
                "language": each.language or None,
                "document": _name(each.document),
                "part": each.block or None,
                "pages": list(each.pages),
            }
            for each in claim.quotes
        ],
        "inferredFrom": [_name(each) for each in claim.inferred],
        "reasons": [_text(each) for each in claim.reasons],
        "sources": claim.sources,
        "notKnown": list(claim.unknown),
    }


def _work(work: Work) -> dict[str, Any]:
    return {
        **_name(work.name),
        "kind": "document" if work.is_document else "activity",
        "start": work.start or None,
        "end": work.end or None,
        "types": [_name(each) for each in work.types],
        "descriptions": [_text(each) for each in work.descriptions],
        "places": [{**_name(place), "country": country or None} for place, country in work.places],
        "attendance": [_name(each) for each in work.attendance],
        "statuses": [_name(each) for each in work.statuses],
        "partners": [
            {"role": _name(role), "partners": [_name(each) for each in have]}
            for role, have in work.partners.values()
        ],
        "creators": [_name(each) for each in work.creators],
        "publishers": [_name(each) for each in work.publishers],
        "activities": [_name(each) for each in work.activities],
        "documents": [
            {
                **_name(each.name),
                "issued": each.issued or None,
                "types": each.types,
                "pages": each.pages,
                "files": each.files,
            }
            for each in work.documents.values()
        ],
        "pages": work.pages,
        "files": work.files,
        "notes": [_text(each) for each in work.notes],
    }


def _name(name: Name) -> dict[str, Any]:
    return {"iri": name.iri or None, "label": _text(name)}


def _text(name: Name) -> dict[str, str]:
    return {"text": name.text, "language": name.language}
