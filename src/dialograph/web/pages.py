"""How pages are made: templates, words in two languages, numbers and dates as they are written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph.languages import BY_TAG, LANGUAGES, texts_of, typographic
from dialograph.publish.description import DatasetDescription
from dialograph.repository.interface import Repository
from dialograph.settings import Settings
from dialograph.vocab import BASE, ONTOLOGY
from dialograph.web.pins import Pin
from dialograph.web.problems import NOT_FOUND, Problem
from dialograph.web.responses import endpoint_of, language_of, respond

_ROOT = files("dialograph.web")
_STATIC = {
    "style.css": "text/css",
    "report.css": "text/css",
    "favicon.svg": "image/svg+xml",
}
_FOREVER = "public, max-age=31536000, immutable"

_CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/licenses/([a-z-]+)/([0-9.]+)/?")


_TEXTS = {
    # The files are ours, so their markup is meant.
    language: {key: Markup(text) for key, text in texts.items()}  # noqa: S704
    for language, texts in texts_of("texts").items()
}


@dataclass(frozen=True)
class Words:
    """What is said, and how, in one language.

    Args:
        language: its tag, ``fr`` for instance.
        version: the number of the older version that is spoken of; empty for the current one.
    """

    language: str
    version: str = ""

    def address(self, path: str, **asked: str) -> str:
        """An address of ours with parameters, in this language and this version."""
        pin = {"version": self.version} if self.version else {}
        return f"{path}?{urlencode({**asked, 'lang': self.language, **pin})}"

    def __call__(self, key: str, **values: object) -> Markup:
        """A text of the interface, with values in it, escaped."""
        text = _TEXTS[self.language][key]
        return text.format(**values) if values else text

    def knows(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in _TEXTS[self.language]

    def prose(self, text: str) -> str:
        """A text in this language, with the spaces that its typography asks for."""
        return typographic(text, self.language)

    @property
    def name(self) -> str:
        """What the language is called in itself."""
        return BY_TAG[self.language].name

    def language_name(self, tag: str) -> str:
        """What this language calls a language."""
        return BY_TAG[self.language].name_of(tag)

    def number(self, value: float) -> str:
        """See :meth:`~dialograph.languages.Language.number`."""
        return BY_TAG[self.language].number(value)

    def size(self, length: int) -> str:
        """See :meth:`~dialograph.languages.Language.size`."""
        return BY_TAG[self.language].size(length)

    def date(self, iso: str) -> str:
        """See :meth:`~dialograph.languages.Language.date`."""
        return BY_TAG[self.language].date(iso)

    def period(self, first: str, last: str) -> str:
        """See :meth:`~dialograph.languages.Language.period`."""
        return BY_TAG[self.language].period(first, last)

    def plural(self, number: float) -> str:
        """See :meth:`~dialograph.languages.Language.plural`."""
        return BY_TAG[self.language].plural(number)

    def of(self, texts: Mapping[str, str]) -> Markup | None:
        """A text of the data: in this language, or else in another and marked as such."""
        if not texts:
            return None
        language = next((each for each in (self.language, *LANGUAGES, "") if each in texts), None)
        if language is None:
            language = min(texts)
        if language == self.language:
            return Markup("{}").format(typographic(texts[language], language))
        return Markup('<span lang="{}">{}</span>').format(language, texts[language])


def licence_name(licence: str) -> str:
    """``CC BY 4.0`` for the address of a Creative Commons licence; others as they are."""
    match = _CREATIVE_COMMONS.fullmatch(licence)
    return f"CC {match[1].upper()} {match[2]}" if match else licence


def is_web(iri: str) -> bool:
    """Whether an IRI of the data may become a link: nothing a browser would run."""
    return iri.startswith(("http://", "https://"))


@dataclass(frozen=True)
class Example:
    """A question in words, and its query."""

    question: Markup
    query: str


class Pages:
    """Renders the templates with what every page shows.

    Args:
        dataset: what is served; every page says its version.
        settings: ``base_iri`` and ``default_graph`` are shown.
        repository: knows the number of the version that is served; None where none are kept.
    """

    def __init__(
        self,
        dataset: DatasetDescription,
        settings: Settings,
        repository: Repository | None = None,
    ) -> None:
        self._dataset = dataset
        self._repository = repository
        self._settings = settings
        self._environment = Environment(
            loader=PackageLoader("dialograph.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["licence_name"] = licence_name
        self._environment.tests["web"] = is_web

    @property
    def id_bases(self) -> tuple[str, ...]:
        """What the IRIs of our resources begin with, here and in the shipped data."""
        return (f"{self._settings.base_iri}id/", f"{BASE}id/")

    def serve(self, dataset: DatasetDescription) -> None:
        """Show another version from now on."""
        self._dataset = dataset

    def dataset(self) -> DatasetDescription:
        """What is served, described."""
        return self._dataset

    @property
    def number(self) -> int | None:
        """The number of the version that is served; None where no versions are kept."""
        return (self._repository.version or None) if self._repository is not None else None

    def words(self, request: Request) -> Words:
        """Words in the language, and of the version, that a request asks for."""
        return Words(language_of(request), Pin.of(request, self.number).version)

    def render(
        self,
        request: Request,
        template: str,
        *,
        held: DatasetDescription | None = None,
        **values: object,
    ) -> str:
        """Render a page in the language that the request asks for.

        Args:
            request: what is answered.
            template: a file of ``templates/``.
            held: the version that the page is about, where that is described and another one.
            values: what this page shows.
        """
        language = language_of(request)
        others = [each for each in LANGUAGES if each != language]
        # A page is shown in another language with the same parameters.
        asked = [(key, text) for key, text in request.query_params.multi_items() if key != "lang"]
        pin = Pin.of(request, self.number)

        def link(path: str, **parameters: str) -> str:
            """An address of ours, in the language of the page."""
            return f"{path}?{urlencode({**parameters, 'lang': language})}"

        return self._environment.get_template(template).render(
            t=Words(language, pin.version),
            lang=language,
            other=Words(others[0]),
            here=request.url.path,
            switches=[(Words(each), f"?{urlencode([*asked, ('lang', each)])}") for each in others],
            link=link,
            asset=_asset,
            dataset=held or self.dataset(),
            is_described=held is not None or not pin.version,
            pinned=pin.version,
            pin=pin,
            base_iri=self._settings.base_iri,
            id_bases=self.id_bases,
            default_graph=self._settings.default_graph,
            endpoint=endpoint_of(request) or f"{self._settings.base_iri}sparql",
            ontology=ONTOLOGY,
            **values,
        )

    def examples(self, request: Request) -> Sequence[Example]:
        """Questions that the data can answer, with labels in the language of the page."""
        words = Words(language_of(request))
        # They speak of alignments, and name no graph.
        described = (
            self.dataset().figures.alignments > 0 and self._settings.default_graph == "union"
        )
        names = ("evidence", "gaps", "ministers", "hosts", "chairs") if described else ()
        return [
            Example(
                words(f"example_{name}"),
                self._environment.get_template(f"examples/{name}.rq").render(lang=words.language),
            )
            for name in names or ("classes", "graphs")
        ]


def _read_static() -> dict[str, tuple[bytes, str]]:
    contents = {name: (_ROOT / "static" / name).read_bytes() for name in _STATIC}
    return {
        name: (content, hashlib.sha256(content).hexdigest()[:16])
        for name, content in contents.items()
    }


_ASSETS = _read_static()


def _asset(name: str) -> str:
    """The address of a file of ours; it changes with the content, so that it can be kept."""
    return f"/static/{name}?v={_ASSETS[name][1]}"


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        raise Problem(NOT_FOUND)
    content, digest = _ASSETS[name]
    headers = {"Cache-Control": _FOREVER} if request.query_params.get("v") == digest else {}
    return respond(request, content, _STATIC[name], headers=headers, etag=f'W/"{digest}"')


def routes() -> list[Route]:
    """The style sheet and the icon, under ``/static/``."""
    return [Route("/static/{name}", _static, methods=["GET"], name="static")]
