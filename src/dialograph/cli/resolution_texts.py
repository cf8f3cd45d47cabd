"""What ``dialograph resolve`` says, in both languages."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialograph.integrate.decisions import Case
    from dialograph.integrate.resolution import Resolution

TEXTS = {
    "en": {
        "waiting": "waits",
        "accepted": "accepted",
        "refused": "refused",
        "there": "there: {incoming}",
        "here": "here:  {ours}",
        "none": "Nothing waits for a decision.",
        "count": "{n} waiting: dialograph resolve accept NAME, or refuse NAME.",
        "tried": "{links} linked, {likely} likely, {unknown} new, {withheld} statements left out.",
        "linked": "{incoming} is {ours} ({reason}: {name})",
        "likely": "{incoming} may be {ours}: {score} %",
        "identifier": "identifier",
        "name": "name",
        "decision": "decision",
    },
    "fr": {
        "waiting": "en attente",
        "accepted": "accepté",
        "refused": "écarté",
        "there": "là-bas : {incoming}",
        "here": "ici :    {ours}",
        "none": "Aucune décision n’est en attente.",
        "count": "{n} en attente : dialograph resolve accept NOM, ou refuse NOM.",
        "tried": "{links} reliées, {likely} probables, {unknown} nouvelles, "
        "{withheld} énoncés laissés de côté.",
        "linked": "{incoming} est {ours} ({reason} : {name})",
        "likely": "{incoming} pourrait être {ours} : {score} %",
        "identifier": "identifiant",
        "name": "nom",
        "decision": "décision",
    },
}
"""Language → name → text, to be formatted."""


def show(case: Case, spoken: str) -> None:
    """Show one candidate on record.

    Args:
        case: which.
        spoken: ``fr`` or ``en``.
    """
    texts = TEXTS[spoken]
    label = case.labels.get(spoken, case.ours)
    print(f"{case.slug}  {texts[case.state]}  {label}")
    print(f"  {texts['there']}".format(incoming=case.incoming))
    print(f"  {texts['here']}".format(ours=case.ours))
    print(f"  {case.reasons.get(spoken, '')}\n")


def tell(found: Resolution, args: argparse.Namespace) -> None:
    """Say what came of a resolution.

    Args:
        found: what did.
        args: the arguments: ``json`` and ``lang`` count.
    """
    if args.json:
        said = {
            "links": [each._asdict() for each in found.links],
            "likely": [
                {
                    "incoming": doubt.incoming,
                    "own": doubt.own,
                    "kind": doubt.kind,
                    "label": doubt.label,
                    "candidates": [
                        {"id": each.entity.key, "score": round(each.score, 3), "why": each.reason}
                        for each in doubt.candidates
                    ],
                }
                for doubt in found.likely
            ],
            "unknown": found.unknown,
            "withheld": len(found.withheld),
        }
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return
    texts = TEXTS[args.lang]
    for link in found.links:
        reason = texts[link.reason]
        told = {**link._asdict(), "reason": reason}
        print(texts["linked"].format(**told))
    for doubt in found.likely:
        for each in doubt.candidates:
            told = {"incoming": doubt.label, "ours": each.entity.key}
            told["score"] = str(round(each.score * 100))
            print(texts["likely"].format(**told))
    numbers = {
        name: len(getattr(found, name)) for name in ("links", "likely", "unknown", "withheld")
    }
    print(texts["tried"].format(**numbers))
