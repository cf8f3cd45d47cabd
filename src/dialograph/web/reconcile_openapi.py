"""The reconciliation service as the description of the interface for programs has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialograph.integrate.reconciliation.answering import KINDS

_SAID: Mapping[str, Mapping[str, str]] = {
    "en": {
        "manifest": "The manifest of the reconciliation service, or candidates for names (0.2)",
        "batch": "Candidates for names, or values of properties (Reconciliation Service API 0.2)",
        "queries": "A query batch: JSON, queries by any key",
        "extend": "A data extension query: JSON with ids and properties",
        "match": "Candidates for names (Reconciliation Service API, 1.0 draft)",
        "columns": "Values of properties (Reconciliation Service API, 1.0 draft)",
        "suggest": "Suggestions while somebody types",
        "prefix": "What has been typed",
        "limit": "How many at most",
        "offset": "How many to skip; 0.2 calls it cursor",
        "propose": "Properties that a type has",
        "type": "The type",
        "preview": "A small page about a resource, to be shown in a frame",
        "id": "Its identifier",
    },
    "fr": {
        "manifest": "Le manifeste du service de réconciliation, ou des candidats pour des noms "
        "(0.2)",
        "batch": "Des candidats pour des noms, ou des valeurs de propriétés (API de "
        "réconciliation 0.2)",
        "queries": "Un lot de requêtes : du JSON, des requêtes sous des clés quelconques",
        "extend": "Une requête d’extension de données : du JSON avec ids et properties",
        "match": "Des candidats pour des noms (API de réconciliation, ébauche 1.0)",
        "columns": "Des valeurs de propriétés (API de réconciliation, ébauche 1.0)",
        "suggest": "Des suggestions pendant la saisie",
        "prefix": "Ce qui a été saisi",
        "limit": "Combien au plus",
        "offset": "Combien en passer ; la version 0.2 l’appelle cursor",
        "propose": "Les propriétés d’un type",
        "type": "Le type",
        "preview": "Une petite page sur une ressource, à montrer dans un cadre",
        "id": "Son identifiant",
    },
}


def reconcile_paths(language: str, ok: str, wrong: Mapping[str, Any]) -> dict[str, Any]:
    """The addresses of the service, as OpenAPI 3.1 writes them.

    Args:
        language: of the texts, ``fr`` or ``en``.
        ok: what is said of an answer.
        wrong: the response that stands for a refusal.
    """
    said = _SAID[language]

    def operation(name: str, text: str, *parameters: str, **more: Any) -> dict[str, Any]:
        media_type = "text/html" if name == "preview" else "application/json"
        told: dict[str, Any] = {
            "operationId": f"reconcile-{name}",
            "summary": said[text],
            "responses": {
                "200": {"description": ok, "content": {media_type: {"schema": _kind(media_type)}}},
                "400": wrong,
                "429": wrong,
                "503": wrong,
            },
            **more,
        }
        if parameters:
            told["parameters"] = [_parameter(each, said[each]) for each in parameters]
        return told

    def sends(media_type: str) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "object"}
        if media_type != "application/json":
            text = {"type": "string"}
            schema["properties"] = {
                each: {**text, "description": said[each]} for each in ("queries", "extend")
            }
        return {"required": True, "content": {media_type: {"schema": schema}}}

    form = sends("application/x-www-form-urlencoded")
    body = sends("application/json")
    return {
        "/reconcile": {
            "get": operation("manifest", "manifest", "queries", "extend"),
            "post": operation("batch", "batch", requestBody=form),
        },
        "/reconcile/match": {"post": operation("match", "match", requestBody=body)},
        "/reconcile/extend": {"post": operation("extend", "columns", requestBody=body)},
        **{
            f"/reconcile/suggest/{kind}": {
                "get": operation(f"suggest-{kind}", "suggest", "prefix", "limit", "offset")
            }
            for kind in KINDS
        },
        "/reconcile/extend/propose": {"get": operation("propose", "propose", "type", "limit")},
        "/reconcile/preview": {"get": operation("preview", "preview", "id")},
    }


def _kind(media_type: str) -> dict[str, str]:
    return {"type": "object" if media_type == "application/json" else "string"}


def _parameter(name: str, meaning: str) -> dict[str, Any]:
    is_number = name in {"limit", "offset"}
    schema = {"type": "integer", "minimum": 0} if is_number else {"type": "string"}
    return {
        "name": name,
        "in": "query",
        "required": name == "id",
        "description": meaning,
        "schema": schema,
    }
