"""The catalogue of queries as a person or a program lists it."""

from __future__ import annotations

import json
from typing import Any

from dialograph import iris
from dialograph.catalog.queries import NamedQuery, shipped_catalog
from dialograph.catalog.spelling import takes
from dialograph.cli.answering import table

_TEXTS = {
    "en": {
        "heads": ["query", "answers"],
        "takes": "{name} takes:",
        "then": ";",
        "nothing": "{name} takes no parameter.",
        "default": "(default: {default})",
    },
    "fr": {
        "heads": ["requête", "répond à"],
        "takes": "{name} prend :",
        "then": " ;",
        "nothing": "{name} ne prend aucun paramètre.",
        "default": "(par défaut : {default})",
    },
}


def told(name: str | None, language: str, format_name: str) -> str:
    """The whole catalogue, or one query with its parameters.

    Args:
        name: a query, or None for all.
        language: ``fr`` or ``en``.
        format_name: ``json`` for a program; anything else for a person.

    Raises:
        UsageError: no query has that name.
    """
    catalog = shipped_catalog()
    queries = list(catalog.values()) if name is None else [catalog.find(name)]
    if format_name == "json":
        return json.dumps([_as_json(each) for each in queries], ensure_ascii=False, indent=2) + "\n"
    if name is None:
        rows = [[each.name, each.summary(language)] for each in queries]
        return table(_TEXTS[language]["heads"], rows)
    (query,) = queries
    about = f"{query.summary(language)}\n\n{query.description(language)}\n\n"
    return f"{about}{parameters(query, language)}\n"


def parameters(query: NamedQuery, language: str) -> str:
    """What a query takes: name, meaning, kind of value and default of each parameter."""
    texts = _TEXTS[language]
    if not query.parameters:
        return str(texts["nothing"]).format(name=query.name)
    lines = [str(texts["takes"]).format(name=query.name)]
    for each in query.parameters:
        default = iris.shorten(each.default) if each.default else ""
        known = str(texts["default"]).format(default=default) if default else ""
        lines.append(
            f"  {each.name}: {each.label(language)}{texts['then']} "
            f"{takes(each, language)} {known}".rstrip()
        )
    return "\n".join(lines)


def _as_json(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "summary": {language: query.summary(language) for language in _TEXTS},
        "description": {language: query.description(language) for language in _TEXTS},
        "tags": list(query.tags),
        "parameters": [
            {
                "name": each.name,
                "label": dict(each.labels),
                "takes": each.takes(),
                "default": each.default,
                "choices": list(each.choices),
                "required": each.required,
            }
            for each in query.parameters
        ],
    }
