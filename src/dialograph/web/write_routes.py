"""The addresses of the writing side, put together."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import Route

from dialograph.repository.interface import Repository
from dialograph.repository.tokens import Tokens
from dialograph.web import graph_store, update, validating
from dialograph.web.answers import Answers
from dialograph.web.authorization import Authorization
from dialograph.web.pages import Pages
from dialograph.web.sparql import SparqlEndpoint


def routes(
    answers: Answers, pages: Pages, endpoint: SparqlEndpoint, repository: Repository | None
) -> list[Route]:
    """``/update``, ``/graphs`` and ``/validate``.

    Args:
        answers: answers queries, and has the settings.
        pages: renders what a person reads.
        endpoint: answers who reads a graph.
        repository: takes changes; None where nothing is kept.

    Raises:
        UsageError: the file of tokens is no good.
    """
    settings = answers.settings
    tokens = Tokens(Path(settings.tokens_file)) if settings.tokens_file is not None else None
    authorization = Authorization(tokens, settings.base_iri)
    return [
        *update.routes(answers, pages, repository, authorization),
        *graph_store.routes(answers, pages, endpoint, repository, authorization),
        *validating.routes(answers, pages),
    ]
