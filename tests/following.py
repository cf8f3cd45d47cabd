"""A client of event streams, written from the specification: it knows nothing of our server."""

import re
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox

from asking import send

TREE, LDES = "https://w3id.org/tree#", "https://w3id.org/ldes#"
TYPES = {
    "application/trig": ox.RdfFormat.TRIG,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
A = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def tree(name):
    """A term of TREE."""
    return ox.NamedNode(TREE + name)


def ldes(name):
    """A term of LDES."""
    return ox.NamedNode(LDES + name)


class Follower:
    """Keeps a copy of what a stream tells of.

    Synchronises in the unordered mode of the specification, and commits what a run has found in
    the order that the stream says, once the run is over.
    """

    def __init__(self, url, accept="application/trig"):
        self.url = url
        self.accept = accept
        self.etags = {}
        self.immutable = set()
        self.states = {}
        self.versions = {}
        self.emitted = set()
        self.fetched = []

    def run(self):
        """One synchronisation run; gives how many members it found."""
        self.fetched = []
        page = self._page(self.url)
        if page is None:
            return 0
        here = ox.NamedNode(self.url)
        (self.stream,) = [each.subject for each in page.quads_for_pattern(None, tree("view"), here)]
        self.paths = {
            name: next(iter(self._of(page, self.stream, ldes(name))), None)
            for name in (
                *("versionOfPath", "timestampPath", "sequencePath"),
                *("versionDeletePath", "versionDeleteObject"),
            )
        }
        found, waiting, seen = [], [(self.url, page)], {self.url}
        while waiting:
            address, page = waiting.pop()
            found += self._members(page)
            node = ox.NamedNode(address)
            for relation in self._of(page, node, tree("relation")):
                (target,) = self._of(page, relation, tree("node"))
                if target.value not in seen | self.immutable:
                    seen.add(target.value)
                    waiting.append((target.value, self._page(target.value) or ox.Store()))
        for member in sorted(found, key=lambda each: each[:2]):
            self._commit(*member)
        return len(found)

    def graph(self, genid):
        """The copy, with blank nodes where ``genid`` begins a name."""
        dataset = ox.Dataset(
            ox.Quad(*(_unnamed(term, genid) for term in triple))
            for state in self.states.values()
            for triple in state
        )
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return {str(quad) for quad in dataset}

    def _members(self, page):
        for member in self._of(page, self.stream, tree("member")):
            if member in self.emitted:
                continue
            self.emitted.add(member)
            said = {
                name: self._of(page, member, path) if path else []
                for name, path in self.paths.items()
                if name != "versionDeleteObject"
            }
            gone = self.paths["versionDeleteObject"] in said["versionDeletePath"]
            state = [each.triple for each in page.quads_for_pattern(None, None, None, member)]
            time = said["timestampPath"][0].value if said["timestampPath"] else ""
            number = int(said["sequencePath"][0].value) if said["sequencePath"] else 0
            (resource,) = said["versionOfPath"]
            yield number, time, resource, None if gone else state

    def _commit(self, number, time, resource, state):
        if (number, time) < self.versions.get(resource, (0, "")):
            return  # what it was before, read late
        self.versions[resource] = (number, time)
        if state is None:
            self.states.pop(resource, None)
        else:
            self.states[resource] = state

    def _page(self, url):
        where = urlsplit(url)
        headers = {"Accept": self.accept}
        if url in self.etags:
            headers["If-None-Match"] = self.etags[url]
        path = where.path + (f"?{where.query}" if where.query else "")
        reply = send(f"{where.scheme}://{where.netloc}", path=path, headers=headers)
        self.fetched.append((path, reply.status))
        if reply.status in (304, 410):
            return None
        assert reply.status == 200, reply.text
        self.etags[url] = reply.headers["ETag"]
        if "immutable" in reply.headers["Cache-Control"]:
            self.immutable.add(url)
        page = ox.Store()
        page.extend(ox.parse(reply.body, format=TYPES[reply.media_type], base_iri=url))
        return page

    @staticmethod
    def _of(page, subject, path):
        if not isinstance(subject, ox.NamedNode | ox.BlankNode):
            return []
        found = page.quads_for_pattern(subject, path, None, ox.DefaultGraph())
        return [each.object for each in found]


def _unnamed(term, genid):
    if isinstance(term, ox.NamedNode) and term.value.startswith(genid):
        return ox.BlankNode(re.sub(r"\W", "", term.value.removeprefix(genid)))
    return term


def root_of(url):
    """The address of the stream of a server."""
    return urljoin(url + "/", "feed")
