"""The preview of a resource: a small page that other sites show in a frame."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from dialograph.web.pages import Words
from dialograph.web.responses import etag_of, respond

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STYLE = (files("dialograph.web") / "templates/reconcile_preview.css").read_text(encoding="utf-8")
_DIGEST = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""Any site may show it in a frame: that is what it is for. It runs nothing and sends nothing."""


class PreviewPage:
    """Renders previews."""

    def __init__(self) -> None:
        environment = Environment(
            loader=PackageLoader("dialograph.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._template = environment.get_template("reconcile_preview.html")

    def respond(
        self, request: Request, told: Mapping[str, Any], host: str, language: str
    ) -> Response:
        """The page.

        Args:
            request: what is answered.
            told: what is known of the resource, as a query process tells it.
            host: the address of the server.
            language: of the page.
        """
        words = Words(language)
        body = self._template.render(
            t=words,
            lang=language,
            told=told,
            rows=[
                (
                    name,
                    [words.date(each) if _DAY.fullmatch(each) else each for each in values],
                    more,
                )
                for name, values, more in told["rows"]
            ],
            href=f"{host}/page/{quote(told['id'])}?lang={language}",
            # The file is ours, so its text is meant.
            style=Markup(_STYLE),  # noqa: S704
        ).encode()
        headers = {
            "Vary": "Accept-Language",
            "Content-Language": language,
            "Content-Security-Policy": _POLICY,
        }
        return respond(request, body, "text/html", headers=headers, etag=etag_of(body))
