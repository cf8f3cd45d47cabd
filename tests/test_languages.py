"""The pages write each language as it is written, and a file is all that another one takes."""

import re
import tomllib
from urllib.parse import quote

import pytest

from asking import send
from browsing import Outline
from conftest import serving
from copying import ROOT, copied
from dialograph.languages import BY_TAG, LANGUAGES

TEMPLATES = ROOT / "src/dialograph/web/templates"
FILES = ("texts", "resources", "answering", "columns", "report")
PORTUGUESE = """
name = "Português"
locale = "pt_PT"

[texts]
nav_coverage = "Cobertura"
switch = "Ler esta página em português"

[resources]
kind_framework = "Quadro"

[answering]
activities_one = "{n} atividade"
activities_other = "{n} atividades"

[problems]
not-found_title = "Não há nada neste endereço"
"""


@pytest.mark.parametrize(
    ("tag", "iso", "told"),
    [
        ("fr", "2006-07-01", "1er\u00a0juillet 2006"),
        ("fr", "2021-11-11", "11\u00a0novembre 2021"),
        ("fr", "2021-08", "août 2021"),
        ("en", "2006-07-01", "1\u00a0July 2006"),
        ("en", "2026-11", "November 2026"),
        ("en", "2026", "2026"),
        ("fr", "soon", "soon"),
        ("en", "2021-13-41", "2021-13-41"),
    ],
)
def test_dates_are_no_more_precise_than_they_are_known(tag, iso, told):
    """A day, a month and a year are written out, what is none of them stays as it is."""
    assert BY_TAG[tag].date(iso) == told


@pytest.mark.parametrize(
    ("tag", "first", "last", "told"),
    [
        ("en", "2021-12-16", "2021-12-17", "16–17\u00a0December 2021"),
        ("fr", "2021-12-01", "2021-12-17", "1er–17\u00a0décembre 2021"),
        ("fr", "2021-12-16", "2021-12-16", "16\u00a0décembre 2021"),
        ("en", "2021-12-31", "2022-01-01", "31\u00a0December 2021 – 1\u00a0January 2022"),
        ("fr", "2016", "2018", "2016 – 2018"),
        ("fr", "2016-02", "2018", "février 2016 – 2018"),
    ],
)
def test_periods(tag, first, last, told):
    """From one date to another, without saying twice what is the same."""
    assert BY_TAG[tag].period(first, last) == told


def test_numbers_and_sizes():
    """Thousands and decimals stand apart as each language has it, and units have its names."""
    french, english = BY_TAG["fr"], BY_TAG["en"]
    assert (french.number(25679), english.number(25679)) == ("25\u202f679", "25,679")
    assert (french.size(1_430_000), english.size(1_430_000)) == ("1,4\u00a0Mo", "1.4\u00a0MB")
    assert (french.size(999_600), english.size(999_600)) == ("1,0\u00a0Mo", "1.0\u00a0MB")
    assert (french.size(1), english.size(512)) == ("1\u00a0octet", "512\u00a0bytes")
    assert (french.size(21_400), english.size(999)) == ("21\u00a0ko", "999\u00a0bytes")


def test_every_text_is_there_in_every_language():
    """No text of the pages is left out in English or French, or in a language that has a file."""
    for name in FILES:
        told = tomllib.loads((TEMPLATES / f"{name}.toml").read_text())
        for tag in LANGUAGES:
            own = BY_TAG[tag].texts.get(name, {})
            assert not [key for key, words in told.items() if not (words.get(tag) or own.get(key))]


@pytest.fixture(scope="module")
def portuguese(tmp_path_factory):
    """The same program with one more file, serving; yields the base URL."""
    folder = tmp_path_factory.mktemp("third")
    where = copied(folder)
    added = folder / "src/dialograph/web/templates/languages/pt.toml"
    added.write_text(PORTUGUESE, encoding="utf-8")
    with serving(**where) as served:
        yield served.url


def test_a_third_language_is_a_file(portuguese):
    """With one more file the switch offers the language, which is chosen by address or header."""
    english = send(portuguese, path="/coverage?lang=en", headers={"Accept": "text/html"}).text
    switches = re.findall(r'class="switch" href="([^"]+)" hreflang="(\w+)"', english)
    assert [tag for _, tag in switches] == ["fr", "pt"]
    assert ">Português</a>" in english
    told = {"Accept": "text/html", "Accept-Language": "pt-PT, fr;q=0.5"}
    page = send(portuguese, path="/coverage", headers=told)
    assert page.headers["Content-Language"] == "pt"
    assert '<html lang="pt">' in page.text
    assert ">Cobertura</a>" in page.text
    assert ">Download</a>" in page.text  # what the file does not say is said in English


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/coverage", "/coverage/cell?objective=gcm-o9", "/timeline", "/gaps", "/graphs"),
        *("/search?q=migration", "/frameworks", "/report", "/queries", "/ontology", "/docs"),
        "/queries/activities-by-objective?objective=gcm-o9",
        "/queries/activities-by-year?year=x",
        f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 3')}",
        *("/page/framework/gcm", "/page/activity/ws-2019-smuggling-abidjan"),
        *("/page/activity/none", "/nowhere", "/validate", "/problems/not-found"),
    ],
)
def test_every_page_speaks_it(portuguese, path):
    """No page fails in a language that has few texts of its own, and each leads on in it."""
    address = f"{path}{'&' if '?' in path else '?'}lang=pt"
    page = send(portuguese, path=address, headers={"Accept": "text/html"})
    assert page.status in {200, 404, 422}, page.text
    assert page.headers["Content-Language"] == "pt"
    assert "lang=pt" in page.text
    assert Outline(page.text).open == []
