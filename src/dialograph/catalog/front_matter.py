"""The lines that begin a ``.rq`` file: what the query answers, in the convention of grlc.

They start with ``#+`` and hold YAML. grlc knows ``summary description tags defaults enumerate``
and passes over the keys that are ours: ``summary_fr description_fr params``. The key ``endpoint``
is refused: a file of ours never says where its query is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from dialograph import iris
from dialograph.catalog import binding
from dialograph.catalog.parameters import VARIABLE, Parameter
from dialograph.engine.lexer import tokens
from dialograph.errors import UsageError

LANGUAGES = ("en", "fr")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, ten times as fast, where it is
_KEYS = {
    *("summary", "summary_fr", "description", "description_fr", "tags"),
    *("defaults", "enumerate", "params"),
}


@dataclass(frozen=True)
class FrontMatter:
    """What the front matter of one file says.

    Args:
        summary: the question, by language.
        description: what the answer holds and what it does not say, by language.
        tags: themes.
        parameters: in the order in which the query names them.
    """

    summary: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]


def split(source: str) -> tuple[str, str]:
    """Part a file into the YAML of its front matter and its SPARQL text."""
    lines = source.splitlines()
    head = [line for line in lines if line.startswith("#+")]
    body = [line for line in lines if not line.startswith("#+")]
    return "\n".join(line.removeprefix("#+") for line in head), "\n".join(body).strip() + "\n"


def read(name: str, head: str, text: str) -> FrontMatter:
    """Read the front matter of a query.

    Args:
        name: the query's name, for the errors.
        head: the YAML.
        text: the SPARQL text, whose variables are the parameters.

    Raises:
        UsageError: a key is unknown, missing or malformed, or does not agree with the text.
    """
    try:
        data = yaml.load(head, _LOADER) or {}  # noqa: S506 - both are safe
    except yaml.YAMLError as error:
        raise _fault(name, "is not YAML", "Put a text that holds a colon in quotes.") from error
    if not isinstance(data, dict) or not set(data) <= _KEYS:
        raise _fault(name, "has a key that is not known", f"Keep to {', '.join(sorted(_KEYS))}.")
    tags = data.get("tags") or []
    if not isinstance(tags, list) or not tags:
        raise _fault(name, "has no tags", "List at least one theme under tags.")
    return FrontMatter(
        summary=_texts(name, data, "summary"),
        description=_texts(name, data, "description"),
        tags=tuple(str(tag) for tag in tags),
        parameters=_parameters(name, data, text),
    )


def _texts(name: str, data: dict[str, Any], key: str) -> dict[str, str]:
    texts = {"en": data.get(key), "fr": data.get(f"{key}_fr")}
    for lang, value in texts.items():
        if not isinstance(value, str) or not value.strip():
            which = key if lang == "en" else f"{key}_{lang}"
            raise _fault(name, f"has no {which}", f"Write the {which} as one text.")
    return {lang: str(value).strip() for lang, value in texts.items()}


def _parameters(name: str, data: dict[str, Any], text: str) -> tuple[Parameter, ...]:
    told = {key: _by_name(name, data, key) for key in ("defaults", "enumerate", "params")}
    found: dict[str, Parameter] = {}
    asked = binding.endpoints(text)
    for token in tokens(text):
        match = VARIABLE.fullmatch(token.text) if token.kind == "variable" else None
        if match is None or match["name"] in found:
            continue
        about = told["params"].get(match["name"])
        if not isinstance(about, dict) or not about.get("label") or not about.get("label_fr"):
            raise _fault(
                name,
                f"does not say what the parameter {match['name']} is",
                "Give it a label and a label_fr under params.",
            )
        kinds = tuple(about.get("kinds") or ())
        slugs_of = str(about.get("slugs_of") or (kinds[0] if len(kinds) == 1 else ""))
        if not set(kinds) <= {*iris.KINDS, *iris.SCHEMES} or slugs_of not in {"", *kinds}:
            raise _fault(name, f"gives {match['name']} an unknown kind", "Use the kinds of IRIs.")
        default = told["defaults"].get(match["name"])
        found[match["name"]] = Parameter(
            name=match["name"],
            variable=token.text[1:],
            kind="endpoint" if token.text[1:] in asked else match["kind"] or "literal",
            labels={"en": str(about["label"]), "fr": str(about["label_fr"])},
            default=None if default is None else str(default),
            choices=tuple(str(value) for value in told["enumerate"].get(match["name"]) or ()),
            kinds=kinds,
            slugs_of=slugs_of,
            required=default is None and match["marks"] == "_",
        )
    if stray := {key for entries in told.values() for key in entries} - set(found):
        raise _fault(
            name,
            f"speaks of {', '.join(sorted(stray))}, which the query does not name",
            "Name the variable in the query, such as ?_year_integer, or take the entry out.",
        )
    return tuple(found.values())


def _by_name(name: str, data: dict[str, Any], key: str) -> dict[str, Any]:
    """A list of one-entry mappings, as grlc writes them, as one mapping."""
    entries = data.get(key) or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _fault(name, f"has {key} that are no list", f"Write {key} as “- name: value” lines.")
    return {str(each): value for entry in entries for each, value in entry.items()}


def _fault(name: str, what: str, remedy: str) -> UsageError:
    return UsageError(f"The front matter of {name}.rq {what}.", remedy)
