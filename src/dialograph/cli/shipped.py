"""The files that travel with the package: which they are, and what they say on which line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialograph.engine.loading import RdfFile
    from dialograph.shapes.context import Shipped


def shipped_documents(language: str) -> list[Shipped]:
    """Read the files that travel with the package, called as a person finds them.

    Args:
        language: ``fr`` or ``en``, for what is said of a file that does not parse.

    Raises:
        UsageError: a file is missing or does not parse.
    """
    from rdflib import URIRef

    from dialograph.graph.sources import shipped_root, shipped_sources
    from dialograph.shapes.context import Shipped
    from dialograph.shapes.reading import read

    root = shipped_root()
    return [
        Shipped(URIRef(source.iri), read(path, language, path.relative_to(root).as_posix()))
        for source in shipped_sources()
        for path in source.files
    ]


def shipped_files() -> list[RdfFile]:
    """The files that travel with the package, each with the named graph that it fills.

    Raises:
        UsageError: the package was taken apart.
    """
    from dialograph.engine.loading import RdfFile
    from dialograph.graph.sources import shipped_sources

    return [RdfFile(path, source.iri) for source in shipped_sources() for path in source.files]
