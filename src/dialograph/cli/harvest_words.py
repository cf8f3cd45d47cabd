"""What ``dialograph harvest`` says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dialograph.cli.changes import statements

if TYPE_CHECKING:
    from dialograph.integrate.harvest.quarantine import Item
    from dialograph.integrate.harvest.results import Result

_TEXTS = {
    "en": {
        "colon": ":",
        "changed": "version {version}, {added} came, {removed} went.",
        "would": "{added} would come, {removed} go.",
        "warnings": " Findings of the shapes to look at: {n}.",
        "links": "  Resources that are ours for certain: {n}.",
        "likely": "  Resources that may be ours: {n} (`dialograph resolve list` shows them).",
        "withheld": "  Statements about resources of other graphs, left out: {n}.",
        "unchanged": "nothing new.",
        "proposed": "waits for a person.",
        "quarantined": "put aside; its graph stays as it was.",
        "failed": "not harvested; its graph stays as it was.",
        "item": "  `dialograph harvest --quarantine {item}` shows what it is about.",
        "accept": "  `dialograph harvest --accept {item}` takes it.",
        "summary": "{n} sources: {told}.",
        "summary_one": "1 source: {told}.",
        "skipped": "Not due yet: {names}.",
        "dry": "Nothing was changed.",
        "none": "Nothing is in quarantine.",
        "stages": {
            "reading": "could not be read or mapped",
            "trust": "asserts what it may not",
            "gate": "refused by the shapes",
            "proposal": "waits for a person",
        },
        "states": {
            "changed": "{n} changed",
            "unchanged": "{n} unchanged",
            "proposed": "{n} to be accepted",
            "quarantined": "{n} put aside",
            "failed": "{n} not harvested",
        },
        "listed": "{id}  {since}  {source}: {stage}",
        "shown": (
            "Source       {source}",
            "Since        {since} (last seen {seen})",
            "Came from    {addresses}",
            "For          {graph}",
            "State        {stage}",
        ),
        "begins": "The mapping gave {triples}; the first:",
        "todo": "Then: --retry {id} once it is mended, --accept {id} for what waits for a person, "
        "--remove {id}.",
        "removed": "{id} is in quarantine no more.",
    },
    "fr": {
        "colon": " :",
        "changed": "version {version}, {added} en plus, {removed} en moins.",
        "would": "il y aurait {added} en plus, {removed} en moins.",
        "warnings": " Constats des formes SHACL à examiner : {n}.",
        "links": "  Ressources reconnues à coup sûr : {n}.",
        "likely": "  Ressources peut-être connues : {n} (« dialograph resolve list » les montre).",
        "withheld": "  Énoncés sur des ressources d’autres graphes, écartés : {n}.",
        "unchanged": "rien de nouveau.",
        "proposed": "en attente d’une personne.",
        "quarantined": "en quarantaine ; son graphe reste tel qu’il était.",
        "failed": "non moissonnée ; son graphe reste tel qu’il était.",
        "item": "  « dialograph harvest --quarantine {item} » montre de quoi il s’agit.",
        "accept": "  « dialograph harvest --accept {item} » l’accepte.",
        "summary": "{n} sources : {told}.",
        "summary_one": "1 source : {told}.",
        "skipped": "Pas encore à refaire : {names}.",
        "dry": "Rien n’a été modifié.",
        "none": "La quarantaine est vide.",
        "stages": {
            "reading": "illisible, ou impossible à mettre en correspondance",
            "trust": "affirme ce que son profil de confiance n’autorise pas",
            "gate": "refusée par les formes SHACL",
            "proposal": "en attente d’une personne",
        },
        "states": {
            "changed": "{n} avec du nouveau",
            "unchanged": "{n} sans changement",
            "proposed": "{n} à accepter",
            "quarantined": "{n} en quarantaine",
            "failed": "{n} en échec",
        },
        "listed": "{id}  {since}  {source} : {stage}",
        "shown": (
            "Source        {source}",
            "Depuis        {since} (vu pour la dernière fois {seen})",
            "Provenance    {addresses}",
            "Destination   {graph}",
            "État          {stage}",
        ),
        "begins": "La mise en correspondance a donné {triples} ; pour commencer :",
        "todo": "Ensuite : --retry {id} une fois la cause corrigée, --accept {id} pour ce qui "
        "attend une personne, --remove {id}.",
        "removed": "{id} n’est plus en quarantaine.",
    },
}


def line(result: Result, spoken: str, *, dry_run: bool) -> str:
    """What came of one source.

    Args:
        result: that.
        spoken: ``fr`` or ``en``.
        dry_run: whether nothing was to be changed.
    """
    texts = _TEXTS[spoken]
    name = "would" if dry_run and result.state == "changed" else result.state
    said = str(texts[name]).format(
        version=result.version,
        added=statements(result.added, spoken),
        removed=statements(result.removed, spoken),
    )
    lines = [f"{result.source}{texts['colon']} {said}"]
    if result.warnings:
        lines[0] += str(texts["warnings"]).format(n=result.warnings)
    if result.state == "changed":
        told = {each: getattr(result, each) for each in ("links", "likely", "withheld")}
        lines += [str(texts[each]).format(n=n) for each, n in told.items() if n]
    why = result.french if spoken == "fr" else result.english
    lines += [f"  {each}" for each in why.splitlines()]
    if result.item:
        lines.append(str(texts["item"]).format(item=result.item))
        if result.state == "proposed":
            lines.append(str(texts["accept"]).format(item=result.item))
    return "\n".join(lines)


def summary(
    results: Sequence[Result], skipped: Sequence[str], spoken: str, *, dry_run: bool
) -> str:
    """What came of all of them.

    Args:
        results: of each source.
        skipped: the sources that are not due.
        spoken: ``fr`` or ``en``.
        dry_run: whether nothing was to be changed.
    """
    texts = _TEXTS[spoken]
    states: dict[str, str] = texts["states"]  # type: ignore[assignment]
    counts = {state: sum(each.state == state for each in results) for state in states}
    told = ", ".join(states[state].format(n=n) for state, n in counts.items() if n)
    lines = []
    if results:
        name = "summary_one" if len(results) == 1 else "summary"
        lines.append(str(texts[name]).format(n=len(results), told=told))
    if skipped:
        lines.append(str(texts["skipped"]).format(names=", ".join(skipped)))
    if dry_run:
        lines.append(str(texts["dry"]))
    return "\n".join(lines)


def listed(items: Sequence[Item], spoken: str) -> str:
    """What is in quarantine, a line each."""
    texts = _TEXTS[spoken]
    if not items:
        return str(texts["none"])
    stages: dict[str, str] = texts["stages"]  # type: ignore[assignment]
    return "\n".join(
        str(texts["listed"]).format(**{**each._asdict(), "stage": stages[each.stage]})
        for each in items
    )


def shown(item: Item, triples: Sequence[str], spoken: str) -> str:
    """One item of the quarantine, with its report.

    Args:
        item: that.
        triples: the first of what the mapping gave.
        spoken: ``fr`` or ``en``.
    """
    texts = _TEXTS[spoken]
    stages: dict[str, str] = texts["stages"]  # type: ignore[assignment]
    told = {
        **item._asdict(),
        "stage": stages[item.stage],
        "addresses": ", ".join(item.addresses),
        "triples": statements(item.triples, spoken),
    }
    lines = [each.format(**told) for each in texts["shown"]]
    lines += ["", item.french if spoken == "fr" else item.english, ""]
    if triples:
        lines += [str(texts["begins"]).format(**told), *(f"  {each}" for each in triples), ""]
    lines.append(str(texts["todo"]).format(**told))
    return "\n".join(lines)


def removed(item: Item, spoken: str) -> str:
    """That an item was removed."""
    return str(_TEXTS[spoken]["removed"]).format(id=item.id)
