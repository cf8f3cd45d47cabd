"""Versions of the ontology that were released before the one that is served: a file each."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from dialograph import formats
from dialograph.engine.writing import write
from dialograph.formats import Format
from dialograph.graph.sources import shipped_root
from dialograph.publish.ontology import Ontology, read_ontology

_FOLDER = Path("ontology", "versions")
_VERSION = re.compile(r"\d+\.\d+\.\d+")


@cache
def released() -> Mapping[str, Path]:
    """The files by version, the latest first: ``ontology/versions/VERSION.ttl``."""
    found = {each.stem: each for each in (shipped_root() / _FOLDER).glob("*.ttl")}
    known = [each for each in found if _VERSION.fullmatch(each)]
    known.sort(key=lambda each: [int(part) for part in each.split(".")], reverse=True)
    return {each: found[each] for each in known}


@cache
def document(version: str) -> Ontology | None:
    """A version as a document; None where the file holds no ontology.

    Args:
        version: one of :func:`released`.
    """
    return read_ontology(written(version, formats.NTRIPLES))


@cache
def written(version: str, wanted: Format) -> bytes:
    """A version in a format.

    Args:
        version: one of :func:`released`.
        wanted: one of ``formats.GRAPH_FORMATS``.
    """
    text = released()[version].read_bytes()
    triples = [each.triple for each in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    output = io.BytesIO()
    write(triples, wanted, output)
    return output.getvalue()
