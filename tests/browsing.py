"""A browser that reads strictly."""

import urllib.error
import urllib.request
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}


def get(url, **headers):
    """The response and its text, whatever its status."""
    request = urllib.request.Request(url, headers={"Accept": "text/html", **headers})
    try:
        with urllib.request.urlopen(request) as response:
            return response, response.read().decode()
    except urllib.error.HTTPError as error:
        return error, error.read().decode()


class Outline(HTMLParser):
    """Reads a page as strictly as it was written: what is opened is closed, in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.words, self.names, self.links, self.ids = [], [], set(), [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        """Note an element that opens."""
        self.open += [] if tag in VOID else [tag]
        self.handle_startendtag(tag, attrs)

    def handle_startendtag(self, tag, attrs):
        """Note the attributes of an element."""
        told = dict(attrs)
        self.names |= set(told)
        self.links += [told["href"]] if tag == "a" else []
        self.ids += [told["id"]] if "id" in told else []

    def handle_endtag(self, tag):
        """Note an element that closes."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Note a text."""
        self.words.append(data)
