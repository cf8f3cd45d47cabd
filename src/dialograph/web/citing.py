"""How a page is cited: APA (7th edition, section 10.9: data sets) and BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialograph.publish.description import DatasetDescription

_AUTHOR = "dialograph contributors"
_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_WRITTEN = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class Citation:
    """The two ways to cite a page.

    Args:
        apa: one line, up to the address.
        bibtex: an entry.
    """

    apa: str
    bibtex: str


def cite(iri: str, title: str, dataset: DatasetDescription, words: tuple[str, str]) -> Citation:
    """Cite a resource in the version that is shown.

    Args:
        iri: the resource: its IRI, with the version where versions are kept.
        title: its name.
        dataset: has version and date.
        words: what the medium and the version are called in the language of the page.
    """
    medium, version = words
    year = (dataset.modified or "")[:4]
    dated = f" ({year})" if year else ""
    told = f" ({version})" if dataset.version else ""
    key = re.sub(r"[^A-Za-z0-9]+", "-", iri.rpartition("/id/")[2].partition("?")[0]).strip("-")
    fields = {
        "author": f"{{{_AUTHOR}}}",
        "title": f"{{{_tex(title)}}}",
        "year": year,
        "note": _tex(", ".join(filter(None, [medium, version, dataset.revision]))),
        "howpublished": rf"\url{{{iri}}}",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return Citation(
        apa=f"dialograph{dated}. {title}{told} [{medium}].",
        bibtex="\n".join([f"@misc{{dialograph-{key},", *lines, "}"]),
    )


def _tex(text: str) -> str:
    """A text for LaTeX, its special characters escaped."""
    return _SPECIAL.sub(lambda match: _WRITTEN.get(match[0], "\\" + match[0]), text)
