"""A connection as bytes: for what no decent client sends, and for looking closely."""

import http.client
import socket
from urllib.parse import urlsplit

from asking import Reply


class Heard(Reply):
    """A response, read from a connection that may go on."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body


class Wire:
    """A connection to a server; closed at the end of a ``with`` block."""

    def __init__(self, url, seconds=30):
        where = urlsplit(url)
        self.socket = socket.create_connection((where.hostname, where.port), timeout=seconds)
        self._file = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Hang up."""
        self._file.close()
        self.socket.close()

    def send(self, data):
        """Send bytes, as far as the server takes them."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def get(self, target, *headers, method="GET"):
        """Send a request without a body."""
        lines = [f"{method} {target} HTTP/1.1", "Host: x", *headers, "", ""]
        return self.send("\r\n".join(lines).encode())

    def hear(self, *, head=False):
        """Read one response; None when the server has closed instead."""
        try:
            line = self._file.readline()
            if not line:
                return None
            status = int(line.split()[1])
            headers = http.client.parse_headers(self._file)
        except ConnectionResetError:
            return None
        if head or status == 304:
            return Heard(status, headers, b"")
        if "content-length" in headers:
            size = int(headers["content-length"])
            body = self._file.read(size)
            assert len(body) == size, "the answer is cut short"
        else:
            assert "close" in headers.get("connection", ""), "no length, and no end"
            body = self._file.read()
        return Heard(status, headers, body)

    def is_closed(self):
        """Whether the server has closed, or closes while we wait, without a word."""
        try:
            return self._file.read(1) == b""
        except ConnectionResetError:
            return True
