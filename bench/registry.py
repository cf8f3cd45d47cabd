"""The peers by name, and which of them take part unless others are asked for."""

from __future__ import annotations

from bench.peers import Dialograph, Oxigraph, OxigraphInMemory, Peer
from bench.peers_other import Fuseki, RdflibEndpoint, Virtuoso

PEERS: dict[str, type[Peer]] = {
    each.name: each
    for each in (Dialograph, Oxigraph, OxigraphInMemory, Virtuoso, Fuseki, RdflibEndpoint)
}
OURS = Dialograph.name
REFERENCE = Oxigraph.name
"""The peer whose answers and figures the others are held against."""
IN_MEMORY = OxigraphInMemory.name
USUAL = (OURS, REFERENCE, IN_MEMORY)
