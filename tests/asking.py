"""Plain HTTP requests, as a client without a library would send them."""

import http.client
import json
from urllib.parse import urlencode, urlsplit


class Reply:
    """A response, read to its end."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self):
        """The body as text."""
        return self.body.decode()

    @property
    def json(self):
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def media_type(self):
        """The media type, without parameters."""
        return self.headers.get_content_type()

    @property
    def rows(self):
        """The rows of JSON results, each as a tuple of plain values."""
        results = self.json
        names = results["head"]["vars"]
        return [
            tuple(row[name]["value"] if name in row else None for name in names)
            for row in results["results"]["bindings"]
        ]


def send(url, method="GET", path="/", body=None, headers=None):
    """Send one request on a connection of its own."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        return Reply(connection.getresponse())
    finally:
        connection.close()


def ask(url, query=None, accept=None, method="GET", *, headers=None, **parameters):
    """Ask ``/sparql`` with the query in the address; lists repeat a parameter."""
    pairs = ([("query", query)] if query is not None else []) + [
        (name.replace("_", "-"), value)
        for name, values in parameters.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    told = {**({"Accept": accept} if accept else {}), **(headers or {})}
    return send(url, method, f"/sparql?{urlencode(pairs)}", headers=told)


def post(url, body, content_type, path="/sparql", **headers):
    """Send a body to ``/sparql``."""
    told = {"Content-Type": content_type} if content_type else {}
    return send(url, "POST", path, body, {**told, **headers})
