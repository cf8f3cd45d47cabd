"""The service manifest: what the service is and does, in either version of the specification."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dialograph import __version__
from dialograph.integrate.reconciliation.batches import BATCH_MAX
from dialograph.integrate.reconciliation.extending import CONTENTS, TONGUES
from dialograph.integrate.reconciliation.vocabulary import Type, in_language
from dialograph.publish.description import DatasetDescription
from dialograph.publish.published import published
from dialograph.vocab import DG, SKOS

DRAFT = "1.0-draft"
VERSIONS = ("0.2", DRAFT)
"""The versions of the specification that the endpoint speaks."""

PREVIEW_WIDTH, PREVIEW_HEIGHT = 440, 280
"""The frame of a preview, in pixels."""

_SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "limit": ("Limit", "How many values to give at most; 0 for all"),
        "content": ("Resources as", "What stands for a value that is a resource"),
        "language": ("Language of texts", "In which language texts are given where they have it"),
        "entity": "linked name",
        "name": "name",
        "iri": "IRI",
        "auto": "that of the service",
        "en": "English",
        "fr": "French",
        "all": "all languages",
    },
    "fr": {
        "limit": ("Limite", "Combien de valeurs donner au plus ; 0 pour toutes"),
        "content": ("Ressources", "Ce qui représente une valeur qui est une ressource"),
        "language": ("Langue des textes", "La langue des textes, s’ils existent dans celle-ci"),
        "entity": "nom lié",
        "name": "nom",
        "iri": "IRI",
        "auto": "celle du service",
        "en": "anglais",
        "fr": "français",
        "all": "toutes les langues",
    },
}


def manifest(
    dataset: DatasetDescription, types: Sequence[Type], root: str, host: str, language: str
) -> dict[str, Any]:
    """The manifest of 0.2 (section 3.1).

    Args:
        dataset: what is served: its title and its base IRI.
        types: of what can be reconciled with.
        root: the address of the endpoint, as the client has it.
        host: the address of the server, without a slash at its end.
        language: of its texts.
    """

    def service(path: str) -> dict[str, str]:
        return {"service_url": root, "service_path": path}

    return {
        **_both(dataset, types, host, language),
        "identifierSpace": f"{dataset.base_iri}id/",
        "schemaSpace": str(DG),
        "view": {"url": f"{host}/id/{{{{id}}}}"},
        "feature_view": {"url": f"{host}/reconcile#{{{{id}}}}"},
        "preview": {
            "url": f"{root}/preview?id={{{{id}}}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "suggest": {
            each: {
                **service(f"/suggest/{each}"),
                "flyout_service_url": root,
                "flyout_service_path": f"/flyout/{each}?id=${{id}}",
            }
            for each in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": service("/extend/propose"),
            "property_settings": [
                {
                    "name": each["id"],
                    "label": each["name"],
                    "help_text": each["helpText"],
                    **{key: each[key] for key in ("type", "default", "choices") if key in each},
                }
                for each in _settings(language)
            ],
        },
    }


def draft_manifest(
    dataset: DatasetDescription, types: Sequence[Type], host: str, language: str
) -> dict[str, Any]:
    """The manifest of the 1.0 draft; its routes are known from the address of the endpoint.

    Args:
        dataset: as for :func:`manifest`, and so the others.
        types: likewise.
        host: likewise.
        language: likewise.
    """
    return {
        **_both(dataset, types, host, language),
        "lang": language,
        "dir": "ltr",
        "view": {"url": f"{dataset.base_iri}id/{{+id}}"},
        "featureView": {"url": f"{host}/reconcile#{{id}}"},
        "preview": {"width": PREVIEW_WIDTH, "height": PREVIEW_HEIGHT},
        "suggest": {"entity": True, "type": True, "property": True},
        "extend": {"proposeProperties": True, "propertySettings": _settings(language)},
        "standardizedScore": True,
    }


def offered(types: Iterable[Type]) -> list[Type]:
    """The classes that have members, those of terms last: tables are about other things first.

    Args:
        types: all that there are.
    """
    return sorted(
        (
            each
            for each in types
            if each.size
            and ("/" not in each.id or each.iri == each.id)
            and each.iri != str(SKOS.ConceptScheme)
        ),
        key=lambda each: each.iri == str(SKOS.Concept),
    )


def _both(
    dataset: DatasetDescription, types: Sequence[Type], host: str, language: str
) -> dict[str, Any]:
    whole, _ = published(dataset)
    return {
        "versions": list(VERSIONS),
        "name": in_language(whole.titles, language)[0],
        "documentation": f"{host}/reconcile?lang={language}",
        "logo": f"{host}/static/favicon.svg",
        "serviceVersion": __version__,
        "batchSize": BATCH_MAX,
        "defaultTypes": [
            {"id": each.id, "name": in_language(each.names, language)[0]} for each in offered(types)
        ],
    }


def _settings(language: str) -> list[dict[str, Any]]:
    said = _SETTINGS[language]

    def setting(name: str, kind: str, default: object) -> dict[str, Any]:
        label, help_text = said[name]
        return {
            "id": name,
            "name": label,
            "helpText": help_text,
            "type": kind,
            "default": default,
        }

    def choice(name: str, choices: Sequence[str]) -> dict[str, Any]:
        listed = [{"value": each, "name": said[each]} for each in choices]
        return {**setting(name, "select", choices[0]), "choices": listed}

    return [setting("limit", "number", 0), choice("content", CONTENTS), choice("language", TONGUES)]
