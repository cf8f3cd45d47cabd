"""A SPARQL endpoint, asked page after page for a CONSTRUCT of ours."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, cast
from urllib.response import addinfourl

import pyoxigraph as ox

from dialograph.integrate.harvest.batches import Batch, Page
from dialograph.integrate.harvest.fetching import Fetcher
from dialograph.integrate.harvest.forms import form_of
from dialograph.integrate.harvest.paging import KEY, Paged, paged
from dialograph.integrate.harvest.replies import FetchError, Reply
from dialograph.integrate.harvest.sources import Source

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

_ROUNDS_MAX = 4
_VERSION = "Dialograph-Version"


def read_endpoint(source: Source, fetcher: Fetcher, batch: Batch, last: Batch | None) -> None:
    """A SPARQL endpoint.

    What tells that it has changed is looked at before the first page and after each: the answer of
    the probe, where the source has one, and the version that a dialograph tells. When it has, what
    has arrived is given up, and reading begins again. Where neither is told, every resource is as
    it was when its page was made, and a harvest that was interrupted begins again.

    Raises:
        FetchError: it does not answer, or not as SPARQL asks for, or it never stands still.
    """
    query = paged(source.query)
    for _ in range(_ROUNDS_MAX):
        if _Reading(source, fetcher, batch, query).run(last):
            return
        batch.clear()
    raise FetchError(
        f"{source.address} changes while it is being read.",
        "Harvest it at a quieter time.",
        french=f"{source.address} change pendant qu’on le lit. Moissonnez-le à un moment plus "
        "calme.",
    )


class _Reading:
    """One way through the keys, from where the batch is.

    Args:
        source: as for :func:`read_endpoint`, and likewise
        fetcher: this,
        batch: this.
        query: the CONSTRUCT, taken apart.
    """

    def __init__(self, source: Source, fetcher: Fetcher, batch: Batch, query: Paged) -> None:
        self._source, self._fetcher, self._batch, self._query = source, fetcher, batch, query

    def run(self, last: Batch | None) -> bool:
        """Read to the end; whether the endpoint stood still meanwhile.

        Args:
            last: what arrived the last time: if the probe says so, it is what there is still.
        """
        batch = self._batch
        if not (self._source.probe or batch.cursor.get("version")):
            batch.clear()  # nobody can know whether what arrived before still holds
        probed = self._probed()
        if batch.cursor.get("probed", probed) != probed:
            return False
        if probed and batch.cursor.get("done"):
            return True
        if probed and last is not None and not batch.pages and last.cursor.get("probed") == probed:
            for number in range(len(last.pages)):
                batch.copy(last, number)
            batch.finish(last.cursor)
            return True
        if not self._read_pages(probed) or self._probed() != probed:
            return False
        batch.finish({**batch.cursor, "done": True})
        return True

    def _read_pages(self, probed: str) -> bool:
        """Read from where the batch is to the last key; whether it was all of one version."""
        batch = self._batch
        version, after = batch.cursor.get("version"), batch.cursor.get("after", "")
        while True:
            listed, keys = self._keys(after)
            told = {listed.headers.get(_VERSION, "")} | ({version} - {None})
            # An endpoint without any key still gives a page: an empty one.
            if keys or not batch.pages:
                reply = self._asked(self._query.page(keys), TURTLE)
                told.add(reply.headers.get(_VERSION, ""))
                if len(told) == 1:
                    after, version = keys[-1] if keys else after, next(iter(told))
                    page = Page(reply.address, form_of(reply), source=self._source.address)
                    cursor = {"after": after, "version": version, "probed": probed}
                    batch.add(page, reply.body, cursor=cursor)
            if len(told) > 1 or len(keys) < self._source.page:
                return len(told) == 1

    def _keys(self, after: str) -> tuple[Reply, list[str]]:
        reply = self._asked(self._query.keys(after, self._source.page), JSON)
        keys: list[str] = []
        try:
            found = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON)
            if not isinstance(found, ox.QuerySolutions):
                raise TypeError
            for row in found:
                key = row[KEY]
                if not isinstance(key, ox.NamedNode):
                    raise TypeError
                keys.append(key.value)
        except (SyntaxError, ValueError, OSError, KeyError, TypeError):
            raise self._wrong(
                "gives no rows of keys where it is asked for some",
                "ne donne pas de clés là où on lui en demande",
            ) from None
        ordered = [after, *keys]
        if not any(_is_ascending(ordered, each) for each in ("utf-32-be", "utf-16-be")):
            raise self._wrong(
                "does not give keys in the order of SPARQL: some would be lost, or come twice",
                "ne donne pas les clés dans l’ordre de SPARQL : certaines seraient perdues, ou "
                "viendraient deux fois",
            )
        if len(keys) > self._source.page:
            raise self._wrong(
                "gives more keys than it is asked for", "donne plus de clés qu’on n’en demande"
            )
        return reply, keys

    def _probed(self) -> str:
        if not self._source.probe:
            return ""
        body = self._asked(self._source.probe, JSON).body
        try:
            found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QuerySolutions):
                return "\n".join(sorted(str(row) for row in found))
        except (SyntaxError, ValueError, OSError):
            pass
        raise self._wrong("does not answer the probe", "ne répond pas à la sonde")

    def _asked(self, text: str, form: str) -> Reply:
        wrapper = _Wrapper(self._fetcher, self._source.address)
        wrapper.setQuery(text)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(form)
        wrapper.setOnlyConneg(onlyConneg=True)
        for graph in self._source.graphs:
            wrapper.addDefaultGraph(graph)
        wrapper.query()
        assert wrapper.reply is not None
        return wrapper.reply

    def _wrong(self, english: str, french: str) -> FetchError:
        name = self._source.address
        return FetchError(f"{name} {english}.", french=f"{name} {french}.")


class _Wrapper(SPARQLWrapper):
    """Puts a request together as the protocol wants it; ours to send, on our terms.

    Args:
        fetcher: sends it.
        address: of the endpoint.
    """

    def __init__(self, fetcher: Fetcher, address: str) -> None:
        super().__init__(address)
        self._fetcher = fetcher
        self.reply: Reply | None = None

    def _query(self) -> tuple[Any, str]:
        """Where the library would open a connection of its own."""
        request = self._createRequest()
        headers = {name: value for name, value in request.header_items() if name != "User-agent"}
        body = cast("bytes", request.data or b"")
        self.reply = self._fetcher.send(request.get_method(), request.full_url, headers, body)
        reply = self.reply
        return addinfourl(io.BytesIO(reply.body), reply.headers, reply.address), self.returnFormat


def _is_ascending(keys: Iterable[str], encoding: str) -> bool:
    """Whether keys come one after the other, by code points or, as some do it, by UTF-16."""
    coded = [each.encode(encoding, "surrogatepass") for each in keys]
    return all(one < other for one, other in pairwise(coded))
