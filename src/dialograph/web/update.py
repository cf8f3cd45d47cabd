"""``/update``: SPARQL 1.1 Update over HTTP (SPARQL 1.1 Protocol, section 2.2)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from email.message import Message
from typing import BinaryIO

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp

from dialograph.limits import QUERY_BYTES_MAX
from dialograph.repository.interface import PreconditionError, Repository, UpdateRequest
from dialograph.web import outcomes
from dialograph.web.answers import Answers
from dialograph.web.authorization import Authorization
from dialograph.web.bodies import spooled
from dialograph.web.holding import Held, Holding
from dialograph.web.pages import Pages
from dialograph.web.problems import MEDIA, TOO_LARGE, Problem
from dialograph.web.sparql_request import FORM, UPDATE
from dialograph.web.surfaces import (
    Surface,
    absolute,
    decoded,
    flag,
    parameters,
    seconds_of,
    writable,
)
from dialograph.web.write_problems import BAD_UPDATE_REQUEST

_BODIES_AT_ONCE = 4
_ENCODINGS = {"utf-8", "utf8", "us-ascii"}
_ACCEPTED = {"Accept-Post": f"{UPDATE}, {FORM}"}
_OF_QUERIES = ("query", "default-graph-uri", "named-graph-uri")


class UpdateEndpoint:
    """Takes updates.

    Args:
        answers: has the settings.
        repository: makes changes; None where nothing is kept.
        authorization: knows who may.
    """

    def __init__(
        self, answers: Answers, repository: Repository | None, authorization: Authorization
    ) -> None:
        self._settings = answers.settings
        self._repository = repository
        self._authorization = authorization
        self._holding = Holding(_BODIES_AT_ONCE * self._settings.update_max)

    async def post(self, request: Request) -> ASGIApp:
        """Make the changes of an update: all of them, or none.

        Raises:
            Problem: 400 for what is missing, doubled, contradictory or not UTF-8; 415 for a body
                of another kind; what authorization and bodies refuse.
            DialographError: what the repository refuses.
        """
        repository = writable(self._repository)
        author = self._authorization.author_of(request)
        if {"if-match", "if-none-match"} & set(request.headers.keys()):
            raise PreconditionError(
                "A condition is about one graph, and an update may be about many: send the change "
                "to /graphs with If-Match.",
                french="Une condition porte sur un graphe, et une mise à jour peut porter sur "
                "plusieurs : envoyez la modification à /graphs avec If-Match.",
            )
        kind = _kind_of(request)
        asked = parameters(request, BAD_UPDATE_REQUEST)
        if "update" in asked:
            raise _bad(
                "An update stands in the body of the request, not in the address, which logs keep.",
                "Une mise à jour figure dans le corps de la requête et non dans l’adresse, que "
                "gardent les journaux.",
            )
        with Held(self._holding) as held:
            size = self._settings.update_max
            file = await spooled(request, held, size=size, folder=self._settings.data_dir)
            if kind == FORM:
                file, in_form = _of_form(file)
                for name, values in in_form.items():
                    asked.setdefault(name, []).extend(values)
            with file:
                update = self._understood(asked)
                dry_run = flag("dry-run", asked.get("dry-run", []), BAD_UPDATE_REQUEST)
                outcome = await repository.change(
                    update, author, file, dry_run=dry_run, seconds=seconds_of(asked)
                )
        return outcomes.made(request, outcome, dry_run=dry_run)

    def _understood(self, asked: Mapping[str, list[str]]) -> UpdateRequest:
        for name in _OF_QUERIES:
            if name in asked:
                raise _bad(
                    f"The parameter {name} is for queries, which /sparql answers; an update takes "
                    "using-graph-uri and using-named-graph-uri.",
                    f"Le paramètre {name} est pour les requêtes, auxquelles répond /sparql ; une "
                    "mise à jour prend using-graph-uri et using-named-graph-uri.",
                )
        using, using_named = (
            tuple(absolute(iri, name, BAD_UPDATE_REQUEST) for iri in asked.get(name, ()))
            for name in ("using-graph-uri", "using-named-graph-uri")
        )
        return UpdateRequest(f"{self._settings.base_iri}update", using, using_named)


def routes(
    answers: Answers,
    pages: Pages,
    repository: Repository | None,
    authorization: Authorization,
) -> list[Route]:
    """The endpoint for updates.

    Args:
        answers: knows what every response says.
        pages: renders problems for a person.
        repository: makes changes; None where nothing is kept.
        authorization: knows who may.
    """
    endpoint = UpdateEndpoint(answers, repository, authorization)
    handlers = {"POST": endpoint.post}
    surface = Surface(answers, pages, handlers, BAD_UPDATE_REQUEST, _ACCEPTED)
    return [Route("/update", surface), Route("/update/", surface, include_in_schema=False)]


def _kind_of(request: Request) -> str:
    """The media type of the body, once it is clear that it can be read."""
    lines = request.headers.getlist("content-type")
    header = Message()
    header["Content-Type"] = lines[0] if len(lines) == 1 else ""
    kind = header.get_content_type() if lines else ""
    charset = str(header.get_param("charset", "utf-8")).lower()
    if kind not in {FORM, UPDATE}:
        raise Problem(
            MEDIA,
            f"An update is sent as {UPDATE}, or as {FORM} with update=.",
            _ACCEPTED,
            french=f"Une mise à jour s’envoie en {UPDATE}, ou en {FORM} avec update=.",
        )
    if charset not in _ENCODINGS:
        raise Problem(
            MEDIA,
            f"An update is encoded in UTF-8, not in {charset[:40]!r}.",
            _ACCEPTED,
            french=f"Une mise à jour est encodée en UTF-8, non en {charset[:40]!r}.",
        )
    return kind


def _of_form(file: BinaryIO) -> tuple[BinaryIO, dict[str, list[str]]]:
    """The update that a form holds, in a file of its own, and the other parameters."""
    with file:
        encoded = file.read(QUERY_BYTES_MAX + 1)
    if len(encoded) > QUERY_BYTES_MAX:
        raise Problem(
            TOO_LARGE,
            f"A form is at most {QUERY_BYTES_MAX} bytes long; send a longer update as {UPDATE}.",
            french=f"Un formulaire compte au plus {QUERY_BYTES_MAX} octets ; envoyez une mise à "
            f"jour plus longue en {UPDATE}.",
        )
    asked = decoded(encoded, BAD_UPDATE_REQUEST)
    updates = asked.pop("update", [])
    if len(updates) != 1:
        raise _bad(
            "The form holds no update." if not updates else "The form holds more than one update.",
            "Le formulaire ne contient aucune mise à jour."
            if not updates
            else "Le formulaire contient plus d’une mise à jour.",
        )
    update = os.fdopen(os.memfd_create("update"), "w+b")
    update.write(updates[0].encode())
    update.seek(0)
    return update, asked


def _bad(english: str, french: str) -> Problem:
    return Problem(BAD_UPDATE_REQUEST, english, french=french)
