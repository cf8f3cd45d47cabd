"""Every link of every page, followed from home in each language."""

import re
import tomllib
from collections import Counter, deque
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest

import dialograph.web
from asking import send
from browsing import Outline, get

TEMPLATES = Path(dialograph.web.__file__).parent / "templates"
KEPT_VERBATIM = {"code", "pre", "script", "style", "textarea"}
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}
# How many addresses of one shape are followed: the pages of a kind are made by one template.
_OF_A_SHAPE = 2
_QUESTIONS = 40


class Seen(Outline):
    """A page: where it leads, what it loads, what it says, and what can be jumped to."""

    def __init__(self, text):
        self.language, self.leads, self.loads, self.says = None, [], [], []
        self.form, self.hidden = {}, []
        super().__init__(text)

    def handle_startendtag(self, tag, attrs):
        """Note where it leads, and the words of attributes."""
        super().handle_startendtag(tag, attrs)
        told = dict(attrs)
        if tag == "html":
            self.language = told["lang"]
        if tag == "a" and told.get("hreflang") is None:
            self.leads.append(told["href"])
        elif tag == "form":
            self.form = told
        elif tag == "input" and told.get("type") == "hidden":
            self.hidden.append((told["name"], told["value"]))
        if tag in LOADED and (tag != "link" or told["rel"] in {"stylesheet", "icon"}):
            self.loads += filter(None, [told.get(LOADED[tag])])
        self.says += [told[name] for name in ("title", "aria-label", "alt") if told.get(name)]

    def handle_endtag(self, tag):
        """Note where a form leads that is sent as it stands."""
        super().handle_endtag(tag)
        if tag == "form":
            if self.form.get("method") != "post":
                self.leads.append(f"{self.form['action']}?{urlencode(self.hidden)}")
            self.hidden = []

    def handle_data(self, data):
        """Note what is said, unless it is quoted as it is."""
        super().handle_data(data)
        if not KEPT_VERBATIM & set(self.open):
            self.says.append(data)


def beginnings():
    """How the names of the texts begin: ``nav_`` for ``nav_home``."""
    names = {name for file in TEMPLATES.glob("*.toml") for name in tomllib.loads(file.read_text())}
    return "|".join(sorted({re.escape(name.partition("_")[0]) for name in names if "_" in name}))


def shape(address):
    """What addresses of one template have in common, and how many of them are followed."""
    parts = urlsplit(address)
    path = parts.path.split("/")
    end = path[-1].partition(".")[2]
    asked = sorted(set(parse_qs(parts.query)) - {"lang"})
    is_question = path[1] == "queries" and not end and not asked
    depth = 2 if path[1] in {"queries", "ontology", "problems"} else 3
    return ("/".join(path[:depth]), end, *asked), _QUESTIONS if is_question else _OF_A_SHAPE


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_link_leads_somewhere_in_the_same_language(server, language):
    """No link is broken, no text is missing, no page forgets the language or loads from elsewhere.

    The language is asked for once, in the first address: every link must carry it on.
    """
    unnamed = re.compile(rf"(?<![\w/#.:-])(?:{beginnings()})_[a-zA-Z][\w-]*")
    get(f"{server}/download/")  # makes all files, which is slow when it is the first
    first = f"/?lang={language}"
    waiting, reached, counts, ids = deque([(first, None)]), {}, Counter(), {}
    broken, jumps = [], []
    while waiting:
        address, whence = waiting.popleft()
        bare = address.partition("#")[0]
        if "#" in address:
            jumps.append((bare, address.partition("#")[2], whence))
        kind, most = shape(bare)
        if bare in reached or counts[kind] >= most:
            continue
        counts[kind] += 1
        is_file = bare.startswith("/download/") and not urlsplit(bare).path.endswith("/")
        reply = send(
            server, "HEAD" if is_file else "GET", bare, headers={"Accept": "text/html, */*;q=0.5"}
        )
        reached[bare] = reply.status
        if reply.status in {301, 302, 303, 307, 308}:
            waiting.append((urljoin(bare, reply.headers["Location"]), whence))
        elif reply.status >= 400:
            broken.append((reply.status, bare, whence))
        elif reply.media_type == "text/html":
            page = Seen(reply.text)
            ids[bare] = page.ids
            assert page.language == reply.headers["Content-Language"] == language, (bare, whence)
            assert unnamed.findall(" ".join(page.says)) == [], bare
            assert len(page.ids) == len(set(page.ids)), bare
            assert all(each.startswith("/static/") for each in page.loads), (bare, page.loads)
            inner = [*page.leads, *page.loads]
            waiting += [
                (urljoin(bare, each), bare)
                for each in inner
                if not each.startswith(("http:", "https:", "mailto:"))
            ]
    lost = [each for each in jumps if each[0] in ids and each[1] not in ids[each[0]]]
    assert (broken, lost) == ([], [])
    assert len(ids) > 100
