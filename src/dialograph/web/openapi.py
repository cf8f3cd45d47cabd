"""The interface for programs, described in OpenAPI 3.1: every named query with its parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dialograph import __version__, iris
from dialograph.catalog.parameters import Parameter
from dialograph.catalog.queries import Catalog, NamedQuery
from dialograph.catalog.spelling import takes
from dialograph.languages import spoken
from dialograph.publish.coverage_queries import CELL, MATRIX
from dialograph.publish.timeline import TIMELINE
from dialograph.report.asking import parameters
from dialograph.web import interface
from dialograph.web.catalogue_pages import ending, offered
from dialograph.web.coverage import TYPES
from dialograph.web.crosswalk import CROSSWALK
from dialograph.web.reconcile_openapi import reconcile_paths
from dialograph.web.side_by_side import PAIR

_SCHEMAS: Mapping[str, dict[str, Any]] = {
    "iri": {"type": "string"},
    "endpoint": {"type": "string", "format": "uri"},
    "literal": {"type": "string"},
    "integer": {"type": "integer"},
    "xsd_date": {"type": "string", "format": "date"},
    "xsd_gYear": {"type": "string", "pattern": "^[0-9]{4}$"},
    "en": {"type": "string"},
    "fr": {"type": "string"},
}

_PROBLEMS = (
    *("bad-request", "not-found", "not-acceptable", "bad-parameters", "result-too-large"),
    *("over-budget", "timed-out", "out-of-memory", "busy"),
)
"""What a named query may meet."""

_TEXTS = {
    "en": {
        "title": "dialograph: questions to the graph",
        "description": "Each named query is a resource with typed parameters. The end of its "
        "address chooses the format of the answer. The same values always give the same query, "
        "which `/sparql` answers too.",
        "format": "The format of the answer",
        "timeout": "How many seconds you are ready to wait, up to the bound of the server",
        "version": "The number of an older version to ask, where the server keeps versions",
        "ok": "The answer, whole",
        "current": "You hold this answer already (`If-None-Match`)",
        "token": "What `dialograph token new` prints; it writes the graphs that it was made for",
        "problem": "What went wrong (RFC 9457)",
        "takes": "Takes {takes}.",
    },
    "fr": {
        "title": "dialograph : questions au graphe",
        "description": "Chaque requête nommée est une ressource aux paramètres typés. La fin de "
        "son adresse choisit le format de la réponse. Les mêmes valeurs donnent toujours la même "
        "requête, à laquelle `/sparql` répond aussi.",
        "format": "Le format de la réponse",
        "timeout": "Combien de secondes vous voulez bien attendre, dans la limite du serveur",
        "version": "Le numéro d’une version antérieure à interroger, si le serveur en garde",
        "ok": "La réponse, entière",
        "current": "Vous avez déjà cette réponse (`If-None-Match`)",
        "token": "Ce qu’affiche `dialograph token new` ; il écrit les graphes qui lui sont ouverts",
        "problem": "Ce qui n’a pas marché (RFC 9457)",
        "takes": "Attend {takes}.",
    },
}


def document(catalog: Catalog, base_iri: str, language: str) -> dict[str, Any]:
    """The description.

    Args:
        catalog: the named queries.
        base_iri: where the server lives on the web.
        language: of the texts, ``fr`` or ``en``.

    Returns:
        An OpenAPI 3.1 document, to be written as JSON.
    """
    language = spoken(language)
    said = _TEXTS[language]
    pair = [_parameter(each, language) for each in PAIR.parameters]
    walk = [_parameter(each, language) for each in CROSSWALK.parameters]
    takes = {"frameworks-page": pair, "crosswalk-page": walk}
    report = [_parameter(each, language) for each in parameters().parameters]
    takes |= {"report-page": report, "report-file": report}
    takes |= {f"crosswalk-{each}": walk for each in ("table", "sssom", "json", "rdf")}
    paths: dict[str, Any] = interface.paths(language, base_iri, takes)
    shared = interface.problem_responses(_PROBLEMS, language, base_iri)
    for query in catalog.values():
        files = {ending(each): each.media_type for each in offered(query)}
        paths[f"/queries/{query.name}.{{format}}"] = {
            "get": _operation(query, files, language, shared)
        }
    rows = ("csv", "json")
    for query, ends in ((MATRIX, (*rows, "svg")), (CELL, rows), (TIMELINE, rows)):
        files = {each: TYPES[each] for each in ends}
        told = _operation(query, files, language, shared)
        if query.name in catalog:
            told["operationId"] = f"{query.name}-file"
        paths[f"/{query.name}.{{format}}"] = {"get": told}
    paths |= reconcile_paths(language, said["ok"], _refusal(said["problem"]))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": said["title"],
            "version": __version__,
            "description": said["description"],
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": base_iri.rstrip("/")}],
        "tags": [{"name": tag} for tag in catalog.by_tag()],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _problem(said)},
            "responses": {f"query-{status}": each for status, each in shared.items()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": said["token"]}
            },
        },
    }


def _operation(
    query: NamedQuery, files: Mapping[str, str], language: str, shared: Iterable[str]
) -> dict[str, Any]:
    said = _TEXTS[language]
    content = {
        each: {"schema": {"type": "object" if each.endswith("json") else "string"}}
        for each in files.values()
    }
    return {
        "operationId": query.name.replace("/", "-"),
        "summary": query.summary(language),
        "description": query.description(language),
        "tags": list(query.tags),
        "parameters": [
            {
                "name": "format",
                "in": "path",
                "required": True,
                "description": said["format"],
                "schema": {"type": "string", "enum": list(files)},
            },
            *(_parameter(each, language) for each in query.parameters),
            *_common(said),
        ],
        "responses": {
            "200": {"description": said["ok"], "content": content},
            "304": {"description": said["current"]},
            **{each: {"$ref": f"#/components/responses/query-{each}"} for each in shared},
        },
    }


def _parameter(parameter: Parameter, language: str) -> dict[str, Any]:
    schema = dict(_SCHEMAS[parameter.kind])
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.default is not None:
        schema["default"] = _default(parameter)
    meaning = _TEXTS[language]["takes"].format(takes=takes(parameter, language))
    told: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": f"{parameter.label(language)}. {meaning}",
        "schema": schema,
    }
    if parameter.default is not None:
        told["example"] = _default(parameter)
    return told


def _default(parameter: Parameter) -> str | int:
    default = parameter.default or ""
    if parameter.kind == "integer":
        return int(default)
    return iris.shorten(default).removeprefix(f"{parameter.slugs_of}/")


def _common(said: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "query",
            "description": said[name],
            "schema": {"type": kind, "exclusiveMinimum": 0},
        }
        for name, kind in (("timeout", "number"), ("version", "integer"))
    ]


def _refusal(meaning: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": meaning,
        "content": {"application/problem+json": {"schema": schema}},
    }


def _problem(said: Mapping[str, str]) -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": said["problem"],
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "parameters": {
                "type": "array",
                "items": {"type": "object", "properties": {"name": text, "en": text, "fr": text}},
            },
        },
    }
