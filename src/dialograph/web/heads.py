"""What a request's head has to be, beyond what the parser looks at (RFC 9110 and 9112)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HOST = re.compile(rb"(?:\[[0-9A-Fa-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::[0-9]*)?")


def fault(method: bytes, version: str, headers: Sequence[tuple[bytes, bytes]]) -> str:
    """What is wrong with a head; empty when nothing is.

    Args:
        method: of the request.
        version: of HTTP.
        headers: names in lower case, and values.
    """
    if version not in {"1.1", "1.0"}:
        return f"It says HTTP/{version}; this server speaks HTTP/1.1 and HTTP/1.0."
    if method == b"CONNECT":
        return "This server is no proxy: CONNECT leads nowhere from here."
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) > 1:
        return "It names its host more than once."
    if not hosts:
        return "It does not name its host." if version == "1.1" else ""
    return "" if _HOST.fullmatch(hosts[0]) else "Its Host header is not the name of a host."
