"""The addresses that take no named query, as OpenAPI 3.1 writes them; see ``interface.toml``."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from dialograph import formats
from dialograph.web.problems import ALL, MEDIA_TYPE

_RDF = tuple(each.media_type for each in formats.GRAPH_FORMATS)
_ANSWERS: Mapping[str, tuple[str, ...]] = {
    "results": (
        *(each.media_type for each in (*formats.RESULT_FORMATS, *formats.GRAPH_FORMATS)),
        "text/html",
    ),
    "dumps": (*_RDF, "application/gzip"),
    "graphs": (*_RDF, "application/json", "text/html"),
    "rdf": (*_RDF, "multipart/form-data"),
}
"""Media types by a name that stands for several."""

_WRITING = ("unauthorized", "insufficient-scope", "read-only", "refused-by-gate", "busy")
_SAID = {
    "en": {
        "200": "The answer, whole",
        "204": "Done; with dry-run, 200 says what would come of it",
        "303": "Where it is: Location",
        "304": "You hold this answer already (If-None-Match)",
        "part": "The part that Range asks for",
        "range": "Nothing of the file lies in the Range asked for",
        "created": "The graph was made: Location says where, where its name is ours",
    },
    "fr": {
        "200": "La réponse, entière",
        "204": "Fait ; avec dry-run, 200 dit ce qui en résulterait",
        "303": "Où elle se trouve : Location",
        "304": "Vous avez déjà cette réponse (If-None-Match)",
        "part": "La partie que demande Range",
        "range": "Rien du fichier ne se trouve dans le Range demandé",
        "created": "Le graphe a été créé : Location dit où, quand son nom est de nous",
    },
}


@cache
def _told() -> dict[str, Any]:
    place = files("dialograph.web") / "templates/interface.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))


def paths(
    language: str, base_iri: str, more: Mapping[str, Sequence[dict[str, Any]]]
) -> dict[str, Any]:
    """The operations by path and method.

    Args:
        language: of the texts, ``fr`` or ``en``.
        base_iri: where problems are explained.
        more: parameters by the id of the operation that takes them too.
    """
    found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for each in _told()["operations"]:
        parameters = [
            _parameter(name, f"{{{name}}}" in each["path"] or _is_path(name, each), language)
            for name in each.get("parameters", ())
        ]
        operation: dict[str, Any] = {
            "operationId": each["id"],
            "summary": each[language],
            "responses": _responses(each, language, base_iri),
        }
        if parameters or each["id"] in more:
            operation["parameters"] = [*parameters, *more.get(each["id"], ())]
        if "body" in each:
            operation["requestBody"] = {"required": True, "content": _content(each["body"])}
        if each.get("writes"):
            operation["security"] = [{"token": []}]
        found[each["path"]][each["method"]] = operation
    return dict(found)


def problem_responses(slugs: Iterable[str], language: str, base_iri: str) -> dict[str, Any]:
    """The responses that tell problems, by status: what each type means, and an example of it.

    Args:
        slugs: the ends of the types of the problems.
        language: ``fr`` or ``en``.
        base_iri: where problems are explained.
    """
    by_status: defaultdict[int, list[str]] = defaultdict(list)
    for slug in slugs:
        by_status[ALL[slug].status].append(slug)
    return {
        str(status): {
            "description": " / ".join(ALL[each].title(language) for each in same),
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {
                        each: {
                            "value": {
                                "type": f"{base_iri}problems/{each}",
                                "title": ALL[each].title(language),
                                "status": status,
                                "detail": ALL[each].remedy(language),
                            }
                        }
                        for each in same
                    },
                }
            },
        }
        for status, same in sorted(by_status.items())
    }


def _responses(each: Mapping[str, Any], language: str, base_iri: str) -> dict[str, Any]:
    said = _SAID[language]
    status = each.get("status", "200")
    good: dict[str, Any] = {"description": said[status]}
    if "answers" in each:
        good["content"] = _content(each["answers"])
    writing = _WRITING if each.get("writes") else ()
    is_read = each["method"] == "get" and status == "200"
    return {
        status: good,
        **{code: {"description": said[key]} for code, key in each.get("also", {}).items()},
        **({"304": {"description": said["304"]}} if is_read else {}),
        **problem_responses((*each.get("problems", ()), *writing), language, base_iri),
    }


def _content(told: str | Sequence[str]) -> dict[str, Any]:
    media_types = _ANSWERS[told] if isinstance(told, str) else told
    return {
        each: {"schema": {"type": "object" if each.endswith("json") else "string"}}
        for each in media_types
    }


def _is_path(name: str, each: Mapping[str, Any]) -> bool:
    told = _told()["parameters"][name]
    return "name" in told and f"{{{told['name']}}}" in each["path"]


def _parameter(name: str, in_path: bool, language: str) -> dict[str, Any]:  # noqa: FBT001
    told = _told()["parameters"][name]
    schema: dict[str, Any] = {"type": told["type"]}
    if told["type"] == "array":
        schema["items"] = {"type": "string", "format": "uri"}
    elif told["type"] in {"integer", "number"}:
        schema["exclusiveMinimum"] = 0
    if "enum" in told:
        schema["enum"] = told["enum"]
    parameter: dict[str, Any] = {
        "name": told.get("name", name),
        "in": "path" if in_path else "query",
        "required": in_path,
        "description": told[language],
        "schema": schema,
    }
    if "example" in told:
        parameter["example"] = told["example"]
    return parameter
