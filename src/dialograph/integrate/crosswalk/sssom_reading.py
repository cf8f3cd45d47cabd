"""An SSSOM/TSV file of somebody, read: its metadata, its mappings with IRIs in full, its faults.

SSSOM 1.0: the metadata is YAML, in comment lines at the head of the file; slots of the set that
mappings take over stand there (https://mapping-commons.github.io/sssom/spec-model/, propagation).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from dialograph.errors import UsageError
from dialograph.integrate.crosswalk.model import SEMAPV, SKOS_PREFIX, SSSOM
from dialograph.vocab import DCTERMS, OWL, RDF, RDFS, XSD

BYTES_MAX, ROWS_MAX = 20_000_000, 50_000
_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_BUILT_IN: Mapping[str, str] = {
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "semapv": SEMAPV,
    "skos": SKOS_PREFIX,
    "sssom": SSSOM,
    "xsd": str(XSD),
    "dcterms": str(DCTERMS),
    "linkml": "https://w3id.org/linkml/",
}
"""The prefixes that a file need not declare (SSSOM/TSV, section on CURIEs)."""

_REFERENCES = frozenset(
    {"subject_id", "predicate_id", "object_id", "mapping_justification", "ext_through"}
    | {"subject_source", "object_source", "mapping_source"}
)
_PROPAGATED = (
    *("mapping_provider", "mapping_tool", "subject_source", "object_source", "license"),
    *("see_also", "similarity_measure"),
)


class Row(NamedTuple):
    """One mapping.

    Args:
        line: where it stands in the file, from 1.
        slots: name → value, IRIs in full; empty ones are left out.
    """

    line: int
    slots: Mapping[str, str]


class MappingSet(NamedTuple):
    """A file, read.

    Args:
        about: its metadata: texts by the name of the slot.
        rows: its mappings.
    """

    about: Mapping[str, str]
    rows: Sequence[Row]


def read(content: bytes) -> MappingSet:
    """Read a file.

    Args:
        content: its bytes.

    Raises:
        UsageError: it is too long, no UTF-8, its head is no YAML, a slot that must be there is
            missing, or a CURIE has no prefix; the message says on which line.
    """
    if len(content) > BYTES_MAX:
        raise _wrong(0, "the file is too long", "le fichier est trop long")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(0, "This is no text in UTF-8", "Ce n’est pas un texte en UTF-8") from error
    # Not by splitlines(): a label may hold a separator that Unicode takes for the end of a line.
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [f"{line}\n" for line in plain.removesuffix("\n").split("\n")]
    head = [line for line in lines if line.startswith("#")]
    told = _metadata("".join(line[1:] for line in head))
    prefixes = {**_BUILT_IN, **_texts(told.get("curie_map"))}
    about = {name: " ".join(value.split()) for name, value in _texts(told).items()}
    skipped = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return MappingSet(about, list(_rows(lines[skipped:], skipped, about, prefixes)))


def _metadata(text: str) -> Mapping[str, Any]:
    try:
        told = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _wrong(
            mark.line + 1 if mark is not None else 0,
            "the head of the file is no YAML",
            "l’en-tête du fichier n’est pas du YAML",
        ) from error
    return told if isinstance(told, dict) else {}


def _texts(told: Any) -> dict[str, str]:
    """The plain values of a mapping, as texts; of lists the first."""
    found = {}
    for name, value in told.items() if isinstance(told, dict) else ():
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str | int | float) or hasattr(first, "isoformat"):
            found[str(name)] = str(first)
    return found


def _rows(
    lines: Sequence[str], skipped: int, about: Mapping[str, str], prefixes: Mapping[str, str]
) -> Iterator[Row]:
    reader = csv.DictReader(lines, delimiter="\t", strict=True)
    try:
        names = reader.fieldnames or ()
    except csv.Error as error:
        raise _wrong(
            skipped + 1, "the names of the columns are no TSV", "l’en-tête n’est pas du TSV"
        ) from error
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise _wrong(
            skipped + 1,
            f"the column {missing[0]} is missing",
            f"la colonne {missing[0]} manque",
        )
    shared = {name: about[name] for name in _PROPAGATED if name in about}
    try:
        for number, told in enumerate(reader):
            line = skipped + reader.line_num
            if number == ROWS_MAX:
                raise _wrong(line, f"there are more than {ROWS_MAX:,} rows", "trop de lignes")
            slots = shared | {
                name: value.strip()
                for name, value in told.items()
                if isinstance(name, str) and isinstance(value, str) and value.strip()
            }
            for name in _NEEDED:
                if name not in slots:
                    raise _wrong(line, f"{name} is empty", f"{name} est vide")
            yield Row(line, {name: _whole(name, slots[name], line, prefixes) for name in slots})
    except csv.Error as error:
        raise _wrong(
            skipped + reader.line_num, "the row is no TSV", "la ligne n’est pas du TSV"
        ) from error


def _whole(name: str, value: str, line: int, prefixes: Mapping[str, str]) -> str:
    if name not in _REFERENCES:
        return value
    prefix, colon, local = value.partition(":")
    if colon and prefix in prefixes:
        return prefixes[prefix] + local
    if value.startswith(("http://", "https://")):
        return value
    raise _wrong(
        line,
        f"{name} is {value[:80]!r}, and the curie_map has no such prefix",
        f"{name} vaut {value[:80]!r}, et curie_map ne connaît pas ce préfixe",
    )


def _wrong(line: int, english: str, french: str) -> UsageError:
    where, ou = (f"Line {line}: ", f"Ligne {line} : ") if line else ("", "")
    return UsageError(
        f"{where}{english}.",
        "Correct the SSSOM file.",
        french=f"{ou}{french}. Corrigez le fichier SSSOM.",
    )
