"""What became of a change, as a response; and what the gate says against one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dialograph import formats
from dialograph.repository.interface import GateError, Outcome
from dialograph.web import verdicts
from dialograph.web.pages import Pages, Words
from dialograph.web.problems import MEDIA_TYPE, REFUSED, Problem
from dialograph.web.responses import joined, language_of, respond
from dialograph.web.verdicts import REPORT_FORMATS

_VERSION = "Dialograph-Version"
_JSON = "application/json"
_PROBLEM, _PAGE = "problem", "page"


def made(
    request: Request,
    outcome: Outcome,
    *,
    created: bool = False,
    dry_run: bool = False,
    location: str = "",
) -> Response:
    """What was done, or would be: in headers, and in JSON for who asks for that.

    201 when a graph came to exist that the request names, else 204, or 200 with the JSON.

    Args:
        request: what is answered.
        outcome: what became of it.
        created: whether the graph that the request names came to exist.
        dry_run: whether nothing was to be changed; the answer is JSON then.
        location: where the new graph is.
    """
    headers = {
        _VERSION: outcome.revision,
        "Dialograph-Added": str(outcome.added),
        "Dialograph-Removed": str(outcome.removed),
        "Cache-Control": "no-store",
    }
    if location:
        headers["Location"] = location
    status = 201 if created and not dry_run else 200
    if not (dry_run or _wants_json(request)):
        return Response(status_code=204 if status == 200 else status, headers=headers)  # noqa: PLR2004
    body = _json({"dry_run": dry_run, **as_json(outcome)})
    return respond(request, body, _JSON, headers={**headers, "Vary": "Accept"}, status=status)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """What became of a change, for a program.

    ``gate`` is null where there is no gate; its ``full`` says why the whole graph was judged, in
    both languages, and is null where the change told what to look at.
    """
    return {
        "version": outcome.version,
        "revision": outcome.revision,
        "added": outcome.added,
        "removed": outcome.removed,
        "created": list(outcome.created),
        "dropped": list(outcome.dropped),
        "gate": verdicts.as_json(outcome.verdict) if outcome.verdict is not None else None,
    }


async def refused(request: Request, error: GateError, base_iri: str, pages: Pages) -> Response:
    """What the gate says against a change (422).

    The report in RDF where ``Accept`` names a format of RDF; a page for a browser; else a problem
    whose members tell the findings and, in ``summary``, what to do about them in both languages.

    Args:
        request: what is answered.
        error: the refusal.
        base_iri: the base of the problem's type.
        pages: renders the page.
    """
    offers: list[tuple[object, tuple[str, ...]]] = [
        (_PROBLEM, (MEDIA_TYPE, _JSON)),
        (_PAGE, (formats.HTML.media_type,)),
        *((each, (each.media_type,)) for each in REPORT_FORMATS),
    ]
    choice = formats.negotiate(joined(request.headers, "accept"), offers)
    language, verdict = language_of(request), error.outcome.verdict
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-store"}
    if verdict is not None and choice is not None and isinstance(choice.item, formats.Format):
        body = await run_in_threadpool(verdicts.as_rdf, verdict.new, choice.item)
        return respond(request, body, choice.media_type, headers=headers, status=REFUSED.status)
    headers["Content-Language"] = language
    summary = {"en": error.message, "fr": error.french}
    if verdict is not None and choice is not None and choice.item == _PAGE:
        html = await run_in_threadpool(
            pages.render,
            request,
            "refused.html",
            kind=REFUSED,
            figures=verdicts.in_figures(verdict, Words(language)),
            resources=verdicts.resources(verdict, language, pages.id_bases),
            more=len(verdict.new.results) - verdicts.TOLD_MAX,
        )
        body, media_type = html.encode(), formats.HTML.media_type
    else:
        members: Mapping[str, object] = {"summary": summary, **as_json(error.outcome)}
        problem = Problem(REFUSED, error.message, members=members, french=error.french)
        body, media_type = problem.as_json(base_iri, language), MEDIA_TYPE
    return respond(request, body, media_type, headers=headers, status=REFUSED.status)


def _wants_json(request: Request) -> bool:
    """Whether the client names JSON; who takes anything is told in headers."""
    offers = [(False, ("text/html",)), (True, (_JSON,))]
    choice = formats.negotiate(joined(request.headers, "accept"), offers)
    return choice is not None and choice.item


def _json(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"
