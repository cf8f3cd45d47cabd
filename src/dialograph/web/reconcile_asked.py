"""What is asked of the reconciliation service: forms, JSON, parameters; and what is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from dialograph.limits import QUERY_BYTES_MAX
from dialograph.web.bodies import spooled
from dialograph.web.holding import Held, Holding
from dialograph.web.problems import ALL, Problem, ProblemType
from dialograph.web.sparql_request import FORM
from dialograph.web.surfaces import decoded

BAD_RECONCILIATION = ProblemType(
    "bad-reconciliation",
    400,
    "The request is not what the Reconciliation Service API has",
    "La requête n’est pas conforme à l’API de réconciliation",
    "Correct what is named, and send it again.",
    "Corrigez ce qui est nommé, puis renvoyez la requête.",
)
TOO_MUCH = ProblemType(
    "reconciliation-too-large",
    413,
    "More is asked than is answered at once",
    "La requête demande plus que ce qui est répondu en une fois",
    "Ask in several parts.",
    "Demandez en plusieurs parties.",
)
BAD_MEDIA = ProblemType(
    "reconciliation-media-type",
    415,
    "The body is of a kind that the reconciliation service does not read",
    "Le corps est d’un type que le service de réconciliation ne lit pas",
    "Send a form with queries= or extend= to /reconcile, or JSON to /reconcile/match or "
    "/reconcile/extend.",
    "Envoyez un formulaire avec queries= ou extend= à /reconcile, ou du JSON à /reconcile/match ou "
    "/reconcile/extend.",
)
for _each in (BAD_RECONCILIATION, TOO_MUCH, BAD_MEDIA):
    ALL.setdefault(_each.slug, _each)

JSON, DRAFT_JSON = "application/json", "application/reconciliation.v1+json"
"""The media types of the answers; the second is what clients of the 1.0 draft may ask for."""

_FIELDS_MAX = 100
_NUMBER = re.compile("[0-9]{1,9}")

# The names that JSONP libraries make up; nothing else goes into a script (0.2, section 3.3).
_CALLBACK = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*")
_CALLBACK_MAX = 128


class Parameters:
    """The fields of an address or of a form.

    Args:
        encoded: ``NAME=VALUE&…``.

    Raises:
        Problem: 400 when it is not UTF-8, or has more fields than anybody means.
    """

    def __init__(self, encoded: bytes) -> None:
        if encoded.count(b"&") > _FIELDS_MAX:
            raise Problem(
                BAD_RECONCILIATION,
                f"There are more than {_FIELDS_MAX} parameters.",
                french=f"Il y a plus de {_FIELDS_MAX} paramètres.",
            )
        self._values: Mapping[str, Sequence[str]] = decoded(encoded, BAD_RECONCILIATION)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str:
        """A parameter; empty when it is not given.

        Raises:
            Problem: 400 when it is given more than once.
        """
        values = self._values.get(name, ())
        if len(values) > 1:
            raise Problem(
                BAD_RECONCILIATION,
                f"The parameter {name} is given more than once.",
                french=f"Le paramètre {name} est donné plus d’une fois.",
            )
        return values[0] if values else ""

    def needed(self, name: str) -> str:
        """A parameter that has to be there.

        Raises:
            Problem: 400 when it is not.
        """
        text = self.text(name)
        if not text:
            raise Problem(
                BAD_RECONCILIATION,
                f"The parameter {name} is missing.",
                french=f"Le paramètre {name} manque.",
            )
        return text

    def number(self, name: str, otherwise: int) -> int:
        """A whole number from 0 on.

        Args:
            name: of the parameter.
            otherwise: what counts when it is not given.

        Raises:
            Problem: 400 when it is none.
        """
        text = self.text(name).strip()
        if not text:
            return otherwise
        if not _NUMBER.fullmatch(text):
            raise Problem(
                BAD_RECONCILIATION,
                f"{name} is a whole number from 0 on.",
                french=f"{name} est un nombre entier à partir de 0.",
            )
        return int(text)

    def callback(self) -> str:
        """The function that a script is to call with the answer; empty for plain JSON.

        Raises:
            Problem: 400 when it is no name of a function.
        """
        name = self.text("callback")
        if name and (len(name) > _CALLBACK_MAX or not _CALLBACK.fullmatch(name)):
            raise Problem(
                BAD_RECONCILIATION,
                "callback is the name of a function: letters, digits, _, $ and dots.",
                french="callback est le nom d’une fonction : lettres, chiffres, _, $ et points.",
            )
        return name


class Bodies:
    """Reads bodies, of all requests together no more than there is room for.

    Args:
        folder: where temporary files go; None for the system's.
    """

    def __init__(self, folder: str | None) -> None:
        self._holding = Holding(16 * QUERY_BYTES_MAX)
        self._folder = folder

    async def form(self, request: Request) -> Parameters:
        """The fields of a form.

        Raises:
            Problem: 400, 413, 415 or 503.
        """
        self._check(request, FORM)
        return Parameters(await self._read(request))

    async def json(self, request: Request) -> str:
        """A text that should be JSON.

        Raises:
            Problem: 400, 413, 415 or 503.
        """
        self._check(request, JSON, DRAFT_JSON)
        try:
            return (await self._read(request)).decode()
        except UnicodeDecodeError as error:
            raise Problem(
                BAD_RECONCILIATION,
                "The body is not UTF-8 text.",
                french="Le corps n’est pas un texte en UTF-8.",
            ) from error

    async def _read(self, request: Request) -> bytes:
        with Held(self._holding) as held:
            file = await spooled(request, held, size=QUERY_BYTES_MAX, folder=self._folder)
            with file:
                return file.read()

    def _check(self, request: Request, *types: str) -> None:
        kind, parameters = parse_options_header(request.headers.get("content-type"))
        charset = parameters.get(b"charset", b"utf-8").lower()
        if kind.decode("latin-1").strip() not in types or charset not in {b"utf-8", b"utf8"}:
            listed = " or ".join(types)
            raise Problem(
                BAD_MEDIA,
                f"This address takes {listed}, in UTF-8.",
                {"Accept": ", ".join(types)},
                french=f"Cette adresse prend {' ou '.join(types)}, en UTF-8.",
            )
