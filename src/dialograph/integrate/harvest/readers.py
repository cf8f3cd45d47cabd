"""How each kind of source is read: into a batch of documents, whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from dialograph.engine.reaching import Failure
from dialograph.integrate.harvest.batches import Batch, Page
from dialograph.integrate.harvest.descriptions import read_description
from dialograph.integrate.harvest.documents import read_document
from dialograph.integrate.harvest.endpoints import read_endpoint
from dialograph.integrate.harvest.fetching import Fetcher
from dialograph.integrate.harvest.forms import form_of_name
from dialograph.integrate.harvest.replies import GZIP, FetchError, unpack
from dialograph.integrate.harvest.sources import Source
from dialograph.integrate.harvest.streams import read_stream

Reader = Callable[[Source, Fetcher, Batch, Batch | None], None]
"""Reads a source.

It gets the source, what asks its servers, the batch to fill, and what arrived the last time. When
it returns, the batch holds everything that the source says now, what has not changed included. The
batch may hold pages already: those of a harvest that was interrupted, with the cursor that was kept
with them; they count if it can be known that the source still says the same. It raises FetchError
when the source does not give everything.
"""

_ROUNDS_MAX = 4


def read_files(source: Source, _fetcher: Fetcher, batch: Batch, _last: Batch | None) -> None:
    """Local files.

    Raises:
        FetchError: one cannot be read, or is too long, or of no known format.
    """
    batch.clear()
    left = source.limits.bytes
    for path in source.files:
        form = source.form or form_of_name(path.name)
        if not form:
            raise FetchError(
                f"{path.name} is of no known format.",
                "The end of its name says it, or format in the source.",
                french=f"{path.name} n’est d’aucun format connu. La fin de son nom le dit, ou "
                "format dans la source.",
            )
        try:
            with path.open("rb") as opened:
                content = opened.read(left + 1)
            whole = unpack(content, left) if content.startswith(GZIP) else content
        except OSError as error:
            raise FetchError(
                f"{path.name} cannot be read: {error.strerror}.",
                french=f"Impossible de lire {path.name} : {error.strerror}.",
            ) from error
        except Failure as failure:
            raise FetchError(
                f"{path.name} {failure}.", french=f"{path.name} {failure.french}."
            ) from failure
        if whole is None or len(whole) > left:
            raise FetchError(
                f"{path.name} is longer than the {source.limits.bytes} bytes of the source.",
                french=f"{path.name} dépasse les {source.limits.bytes} octets de la source.",
            )
        left -= len(whole)
        batch.add(Page(source.address or source.graph, form), whole)


def read_rdf(source: Source, fetcher: Fetcher, batch: Batch, last: Batch | None) -> None:
    """RDF at an address, in any syntax, or in a page.

    Raises:
        FetchError: it cannot be had.
    """
    if batch.pages:
        read_document(source.address, source.form, fetcher, batch, batch, place=0)
    else:
        read_document(source.address, source.form, fetcher, batch, last)


def read_dialograph(source: Source, fetcher: Fetcher, batch: Batch, last: Batch | None) -> None:
    """Graphs of another dialograph (SPARQL 1.1 Graph Store HTTP Protocol, section 5.2).

    Several belong together when none has changed since the first was read: they are asked for
    again, on condition, until that is so.

    Raises:
        FetchError: one cannot be had, or they never stand still.
    """
    base = source.address if source.address.endswith("/") else f"{source.address}/"
    is_sure = len(source.graphs) == 1 and not batch.pages
    addresses = [f"{base}graphs?{urlencode({'graph': graph})}" for graph in source.graphs]
    for address in addresses[len(batch.pages) :]:
        read_document(address, "", fetcher, batch, last)
    for _ in range(_ROUNDS_MAX):
        changed = [
            read_document(address, "", fetcher, batch, batch, place=place)
            for place, address in enumerate(addresses)
            if not is_sure
        ]
        if not any(changed):
            return
    raise FetchError(
        f"{source.address} changes while it is being read.",
        "Harvest it at a quieter time.",
        french=f"{source.address} change pendant qu’on le lit. Moissonnez-le à un moment plus "
        "calme.",
    )


READERS: Mapping[str, Reader] = {
    "dialograph": read_dialograph,
    "sparql": read_endpoint,
    "rdf": read_rdf,
    "description": read_description,
    "ldes": read_stream,
    "file": read_files,
}
"""How each kind is read, by its name in ``sources.toml``."""
