"""Who asks: the address of the client, also behind a proxy that is trusted to tell it."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_Address = IPv4Address | IPv6Address
_REMEMBERED = 200


class Clients:
    """Tells clients apart.

    Args:
        trusted: the networks of proxies whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are
            believed.
    """

    def __init__(self, trusted: tuple[str, ...]) -> None:
        self._trusted = tuple(ip_network(each) for each in trusted)
        self._known = lru_cache(maxsize=4096)(self._name)

    def name(self, peer: str, forwarded: bytes | None) -> str:
        """One name for what is one client: see :meth:`_name`."""
        # A long header is not worth remembering, and must not fill the memory.
        is_long = forwarded is not None and len(forwarded) > _REMEMBERED
        return self._name(peer, forwarded) if is_long else self._known(peer, forwarded)

    def _name(self, peer: str, forwarded: bytes | None) -> str:
        """One name for what is one client: an IPv4 address, or the first half of an IPv6 one.

        Args:
            peer: the address at the other end of the connection.
            forwarded: the header ``X-Forwarded-For``; the last address in it that is not of a
                trusted proxy is the client's, since anybody can write what stands before.
        """
        address = _parsed(peer)
        if address is None or not self._is_trusted(address):
            return _grouped(address) if address else peer
        for each in reversed((forwarded or b"").decode("latin-1").split(",")):
            told = _parsed(each.strip())
            if told is None:
                break
            address = told
            if not self._is_trusted(address):
                break
        return _grouped(address)

    def is_secure(self, peer: str, scheme: str, forwarded: str | None) -> bool:
        """Whether the client's own connection is HTTPS.

        Args:
            peer: the address at the other end of the connection.
            scheme: how that end speaks to us.
            forwarded: the header ``X-Forwarded-Proto``.
        """
        address = _parsed(peer)
        if forwarded and address is not None and self._is_trusted(address):
            return forwarded.rpartition(",")[2].strip().lower() == "https"
        return scheme == "https"

    def _is_trusted(self, address: _Address) -> bool:
        return any(address in network for network in self._trusted)


def _parsed(text: str) -> _Address | None:
    bare = text.removeprefix("[").partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:  # an IPv4 address with a port
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _grouped(address: _Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, 64), strict=False))
