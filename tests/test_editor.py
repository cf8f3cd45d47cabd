"""The editor of ``/sparql``: there or not, the page is the same form, under a strict policy."""

import re

import pytest

from asking import send
from browsing import Outline, get
from dialograph.web import editor


def policy(server, path):
    """What a page may load and run."""
    return get(f"{server}{path}")[0].headers["Content-Security-Policy"]


def test_only_the_page_with_the_editor_runs_scripts(server):
    """Only /sparql may run scripts: those of this server, none from elsewhere, none inline."""
    for path in ("/", "/download/", "/queries", "/ontology", "/nothing"):
        assert "script" not in policy(server, path)
    told = dict(each.split(" ", 1) for each in policy(server, "/sparql").split("; "))
    assert told["script-src"] == told["connect-src"] == told["style-src"] == "'self'"
    assert told["default-src"] == "'none'"


@pytest.mark.parametrize("path", ["/sparql", "/sparql?query=ASK{?s+?p+?o}", "/sparql?query=ASK{"])
def test_the_form_needs_no_script(server, path):
    """The query stands in a text area of a form that is sent with GET, editor or not."""
    _, text = get(f"{server}{path}")
    Outline(text)
    assert re.search(r'<form action="/sparql" method="get"', text)
    assert re.search(r'<textarea id="query" name="query"[^>]*>\n\S', text)
    scripts = re.findall(r'<script src="([^"]+)" defer></script>', text)
    assert tuple(scripts) == editor.ADDRESSES["js"]
    assert text.count("<script") == (len(scripts) + 1 if scripts else 0)


def test_an_error_is_found_in_the_text(server):
    """The form tells the editor at which line and column the query is wrong."""
    _, text = get(f"{server}/sparql?query=SELECT+*+%7B%0A++%3Fs+%3Fp+%0A%7D")
    assert re.search(r'<textarea [^>]*data-line="3" data-column="1"', text)


def test_files_can_be_kept(server):
    """The files of the editor may be kept while their content is the same; others are a 404."""
    for address in (*editor.ADDRESSES["js"], *editor.ADDRESSES["css"]):
        reply = send(server, path=address)
        assert reply.status == 200
        assert reply.media_type in {"text/javascript", "text/css"}
        assert "immutable" in reply.headers["Cache-Control"]
        assert (
            "immutable" not in send(server, path=address.partition("?")[0]).headers["Cache-Control"]
        )
    for name in ("nothing.js", "..%2Fstyle.css", "..%2f..%2fapp.py"):
        assert send(server, path=f"/static/editor/{name}").status == 404
