"""``/``: what this is, how large, under which version and licence, and how to ask."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph.web.pages import Pages
from dialograph.web.responses import page


def routes(pages: Pages) -> list[Route]:
    """The home page.

    Args:
        pages: renders it; all that it says of the data comes from there.
    """

    def home(request: Request) -> Response:
        return page(request, pages.render(request, "home.html", examples=pages.examples(request)))

    return [Route("/", home, methods=["GET"], name="home")]
