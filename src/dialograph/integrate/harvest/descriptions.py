"""A DCAT or VoID description, followed to the best file of the dataset that it describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple
from urllib.parse import urldefrag

import pyoxigraph as ox

from dialograph import formats
from dialograph.engine.reaching import endpoint
from dialograph.integrate.harvest import confined
from dialograph.integrate.harvest.batches import Batch
from dialograph.integrate.harvest.confined import Document
from dialograph.integrate.harvest.documents import read_document
from dialograph.integrate.harvest.fetching import Fetcher
from dialograph.integrate.harvest.forms import ACCEPT, form_of, form_of_name, form_of_type
from dialograph.integrate.harvest.replies import FetchError
from dialograph.integrate.harvest.sources import Source
from dialograph.vocab import DCAT, DCTERMS, FOAF, RDFS, VOID

_BEST = [
    each.name
    for each in (
        formats.NTRIPLES,
        formats.NQUADS,
        formats.TURTLE,
        formats.TRIG,
        formats.JSONLD,
        formats.RDFXML,
    )
]
"""Syntaxes, that which is read fastest first."""
_FILE_TYPES = {
    "RDF_TURTLE": "turtle",
    "RDF_N_TRIPLES": "ntriples",
    "RDF_N_QUADS": "nquads",
    "RDF_TRIG": "trig",
    "RDF_XML": "rdfxml",
    "JSON_LD": "jsonld",
}
"""How the EU's table of file types ends its names."""
_IANA = "/assignments/media-types/"
_LEADS = (
    *(DCAT.dataset, DCAT.catalog, VOID.subset, VOID.inDataset),
    *(FOAF.primaryTopic, RDFS.seeAlso),
)
"""What leads from one description to another."""
_READ_MAX = 20
"""Descriptions that are read at most."""

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class _File(NamedTuple):
    dataset: str
    address: str
    form: str
    size: int


def read_description(source: Source, fetcher: Fetcher, batch: Batch, last: Batch | None) -> None:
    """A dataset, by way of its description.

    Raises:
        FetchError: the description cannot be had or read, or leads to no file that is of use, or
            describes several datasets and the source does not say which one.
    """
    batch.clear()
    waiting, seen, datasets = [(source.address, 1)], set[str](), set[str]()
    while waiting and len(seen) < _READ_MAX:
        address, depth = waiting.pop(0)
        seen.add(address)
        about = _About(_described(address, source, fetcher))
        files = [each for each in about.files() if source.dataset in {"", each.dataset}]
        datasets |= {each.dataset for each in files}
        if files:
            _see_one(source, datasets)
            best = _best(files, source, address)
            read_document(best.address, best.form, fetcher, batch, last)
            return
        # One for the file that is to be found in the end.
        if depth + 1 < source.limits.depth:
            waiting += [
                (lead, depth + 1)
                for lead in about.leads()
                if lead not in seen and _may_be_asked(lead, source)
            ]
    raise FetchError(
        f"{source.address} leads to no file of {source.dataset or 'a dataset'} in RDF.",
        "Name the dataset, or harvest its endpoint or its address itself.",
        french=f"{source.address} ne mène à aucun fichier RDF de "
        f"{source.dataset or 'jeu de données'}. Nommez le jeu de données, ou moissonnez son point "
        "d’accès ou son adresse même.",
    )


def _described(address: str, source: Source, fetcher: Fetcher) -> list[ox.Quad]:
    reply = fetcher.get(address, ACCEPT)
    wanted = source.form if address == source.address else ""
    with NamedTemporaryFile() as file:
        file.write(reply.body)
        file.flush()
        document = Document(Path(file.name), form_of(reply, wanted), reply.address)
        return confined.read([document], source.limits)


def _may_be_asked(address: str, source: Source) -> bool:
    to = endpoint(address)
    return to is not None and source.hosts.allow(to)


def _see_one(source: Source, datasets: Iterable[str]) -> None:
    found = sorted(datasets)
    if len(found) > 1:
        listed = ", ".join(found[:_READ_MAX])
        raise FetchError(
            f"{source.address} describes {len(found)} datasets: {listed}.",
            "Say dataset in the source.",
            french=f"{source.address} décrit {len(found)} jeux de données : {listed}. Indiquez "
            "dataset dans la source.",
        )


def _best(files: Sequence[_File], source: Source, address: str) -> _File:
    """The file that is read fastest, of those that are on allowed hosts and not too long."""
    good = [
        each
        for each in files
        if each.size <= source.limits.bytes and _may_be_asked(each.address, source)
    ]
    if not good:
        shown = ", ".join(sorted(each.address for each in files)[:3])
        raise FetchError(
            f"{address} leads to files that are too long, or on hosts that the source does not "
            f"allow: {shown}.",
            "Add the host to hosts, or raise limits.bytes.",
            french=f"{address} mène à des fichiers trop longs, ou sur des hôtes que la source "
            f"n’autorise pas : {shown}. Ajoutez l’hôte à hosts, ou augmentez limits.bytes.",
        )
    return min(good, key=lambda each: (_BEST.index(each.form), each.size, each.address))


class _About:
    """What a description says.

    Args:
        quads: its statements, in whatever graphs.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._store = ox.Store()
        triples = (ox.Quad(each.subject, each.predicate, each.object) for each in quads)
        self._store.bulk_extend(triples)

    def files(self) -> Iterator[_File]:
        """The files of datasets that hold RDF."""
        for quad in self._store.quads_for_pattern(None, ox.NamedNode(DCAT.distribution), None):
            node, dataset = quad.object, _name(quad.subject)
            told = [*self._values(node, DCAT.mediaType), *self._values(node, DCTERMS["format"])]
            size = self._size(node)
            # Where there is a file, the other address is that of a page about it.
            files = self._values(node, DCAT.downloadURL) or self._values(node, DCAT.accessURL)
            yield from self._of(dataset, files, told, size)
        for quad in self._store.quads_for_pattern(None, ox.NamedNode(VOID.dataDump), None):
            yield from self._of(_name(quad.subject), [quad.object], [], 0)

    def _of(
        self, dataset: str, addresses: Iterable[_Term], told: Sequence[_Term], size: int
    ) -> Iterator[_File]:
        for address in addresses:
            if isinstance(address, ox.NamedNode | ox.Literal):
                where = urldefrag(address.value).url
                named = next(filter(None, map(_form, told)), "")
                form = named or form_of_name(where.partition("?")[0])
                if form in _BEST:
                    yield _File(dataset, where, form, size)

    def leads(self) -> Iterator[str]:
        """Where there may be more."""
        for predicate in _LEADS:
            for quad in self._store.quads_for_pattern(None, ox.NamedNode(predicate), None):
                if isinstance(quad.object, ox.NamedNode):
                    yield urldefrag(quad.object.value).url

    def _values(self, node: _Term, predicate: str) -> list[_Term]:
        if not isinstance(node, ox.NamedNode | ox.BlankNode):
            return []
        found = self._store.quads_for_pattern(node, ox.NamedNode(predicate), None)
        return [quad.object for quad in found]

    def _size(self, node: _Term) -> int:
        for each in self._values(node, DCAT.byteSize):
            with suppress(ValueError):
                return int(float(_name(each)))
        return 0


def _name(term: _Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else ""


def _form(term: _Term) -> str:
    """The syntax that a media type or a file type of a catalogue stands for."""
    told = _name(term)
    if told.rpartition("/")[2] in _FILE_TYPES:
        return _FILE_TYPES[told.rpartition("/")[2]]
    return form_of_type(told.partition(_IANA)[2] or told.partition(";")[0].strip())
