"""``/problems/…``: what the ``type`` of a problem leads to."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph.web.pages import Pages
from dialograph.web.problems import ALL, NOT_FOUND, Problem
from dialograph.web.responses import page


def routes(pages: Pages) -> list[Route]:
    """One page for each kind of problem: what it means, and what to do.

    Args:
        pages: renders them.
    """

    def explain(request: Request) -> Response:
        kind = ALL.get(request.path_params["slug"])
        if kind is None:
            raise Problem(NOT_FOUND)
        return page(request, pages.render(request, "problem.html", problem=Problem(kind)))

    return [Route("/problems/{slug}", explain, methods=["GET"], name="problem")]
