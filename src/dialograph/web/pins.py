"""Addresses that stay at one version of the data."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request

from dialograph.web.problem_types import CURRENT_ONLY
from dialograph.web.problems import Problem

_VERSION = "version"
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


class Pin(NamedTuple):
    """How a page stands to the versions of the data.

    Args:
        version: the number of the older version that it is about; empty for the current one.
        number: the number of the version that it is about; empty where no versions are kept.
        permanent: its address in that version; empty where there is none.
        current: its address in whatever version is the current one.
    """

    version: str
    number: str
    permanent: str
    current: str

    @classmethod
    def of(cls, request: Request, number: int | None) -> Pin:
        """That of the page which a request asks for.

        Args:
            request: may ask for a version by its number.
            number: of the version that is served; None where no versions are kept.
        """
        given = request.query_params.multi_items()
        kept = [(name, text) for name, text in given if name != _VERSION]
        path = request.scope.get("root_path", "") + request.url.path
        current = f"{path}?{urlencode(kept)}" if kept else path
        if number is None or request.method not in {"GET", "HEAD"}:
            return cls("", "", "", current)
        asked = request.query_params.get(_VERSION, "")
        told = asked if _NUMBER.fullmatch(asked) else str(number)
        permanent = f"{path}?{urlencode([*kept, (_VERSION, told)])}"
        return cls("" if told == str(number) else told, told, permanent, current)


def refuse_pin(request: Request) -> None:
    """Tell who asks for a version by its number that what is here is not kept by version.

    Args:
        request: has no parameter ``version``, or an empty one.

    Raises:
        Problem: 400, it has one.
    """
    if request.query_params.get(_VERSION):
        raise Problem(
            CURRENT_ONLY,
            "The parameter version is not taken here.",
            members={"parameters": [{"name": _VERSION}]},
            french="Le paramètre version n’est pas admis ici.",
        )
