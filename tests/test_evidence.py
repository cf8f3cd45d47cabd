"""Quotes against their source: found word for word, once, or refused with a way out."""

import json
import re
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dialograph.errors import RefusedError
from dialograph.graph.evidence import Quote, check, fold, locate

SOURCE = """Le Processus de Rabat a été fondé en 2006.

Le MMC recueille des données   primaires.
Une table ronde a porté sur la détermination de l'âge.
file:///C:/Users/somebody/Downloads/table%20ronde.pdf
Une table ronde a porté sur l’inclusion.
"""
DATA = """@prefix dg: <https://w3id.org/dialograph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix id: <https://w3id.org/dialograph/id/evidence/> .
id:one a dg:Evidence ;
    oa:hasSource <https://w3id.org/dialograph/id/document/notes> ;
    oa:hasSelector [ a oa:TextQuoteSelector ; %s ] .
"""
WORDS = st.lists(st.text("abcdéàœ’'.", min_size=1, max_size=6), min_size=3, max_size=40)
SPACES = st.sampled_from([" ", "  ", "\n", "\u00a0", "\u202f", "\t\n "])


def dialograph(*words):
    """Run the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "dialograph", "evidence", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def source(tmp_path):
    """A text to quote from."""
    path = tmp_path / "notes.txt"
    path.write_text(SOURCE, encoding="utf-8")
    return path


@pytest.fixture
def check_quote(tmp_path, source):
    """Check one evidence, given the selector's statements in Turtle."""

    def run(selector, *options):
        data = tmp_path / "data.ttl"
        data.write_text(DATA % selector, encoding="utf-8")
        return dialograph(
            "check", "--source", source, "--document", "notes", "--data", data, *options
        )

    return run


@given(st.data(), WORDS, st.data())
def test_a_quote_cut_at_words_is_found(spaces, words, cut):
    """Any run of words of a text, spaced differently, is found there with its located context."""
    text = "".join(word + spaces.draw(SPACES) for word in words)
    start = cut.draw(st.integers(0, len(words) - 1))
    end = cut.draw(st.integers(start + 1, len(words)))
    exact = " ".join(words[start:end])
    prefix, suffix = locate(text, exact)
    assert check([Quote("e", (exact,), prefix, suffix)], text) == []


@given(WORDS, st.data())
def test_an_altered_quote_is_not_found(words, draw):
    """A quote in which one letter was replaced by one that the text never uses fails."""
    text = " ".join(words)
    place = draw.draw(st.integers(0, len(text) - 1))
    assume(text[place] != " ")
    altered = text[:place] + "z" + text[place + 1 :]
    assert [each.problem for each in check([Quote("e", (altered,))], text)] == ["not-found"]


@given(WORDS, st.data())
def test_located_context_is_of_whole_words_and_unique(words, draw):
    """Prefix and suffix start and end where words of the text do, and stand there only once."""
    text = fold(" ".join(words))
    tokens = text.split(" ")
    start = draw.draw(st.integers(0, len(tokens) - 1))
    exact = tokens[start]
    prefix, suffix = locate(text, exact)
    around = re.escape(prefix) + " ?" + re.escape(exact) + " ?" + re.escape(suffix)
    assert len(re.findall(f"(?={around})", text)) == 1
    assert any(token.startswith(prefix.split(" ")[0]) for token in tokens)
    assert any(token.endswith(suffix.split(" ")[-1]) for token in tokens)


def test_every_occurrence_can_be_located():
    """A passage said twice gets, for each occurrence, a context of its own."""
    first, second = (locate(SOURCE, "Une table ronde", number) for number in (1, 2))
    assert first != second
    for prefix, suffix in (first, second):
        assert check([Quote("e", ("Une table ronde",), prefix, suffix)], SOURCE) == []
    with pytest.raises(RefusedError, match=r"2 time\(s\).*from 1 to 2"):
        locate(SOURCE, "Une table ronde", 3)


def test_a_located_context_shows_no_private_folder():
    """A link to somebody's folder beside the quote is not taken into its context."""
    assert "file:" not in " ".join(locate(SOURCE, "l'âge"))
    assert "file:" not in " ".join(locate(SOURCE, "Une table ronde", 2))


def test_a_good_quote_is_confirmed(check_quote):
    """A quote between its prefix and its suffix is confirmed with exit code 0."""
    done = check_quote(
        'oa:prefix "Le MMC" ; oa:exact "recueille des données primaires" ; oa:suffix ". Une table"'
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "All quotes of document/notes (1) are found exactly once" in done.stdout


@pytest.mark.parametrize(
    ("selector", "english", "french"),
    [
        ('oa:exact "Le MMC recueille des donnees"', "does not say this", "ne dit pas cela"),
        ('oa:exact "Une table ronde"', "says this 2 times", "dit cela 2 fois"),
        ('oa:exact "2006" ; oa:prefix "avant"', "not between this prefix", "pas entre ce préfixe"),
        ('oa:prefix "Le"', "quotes nothing", "ne cite rien"),
        ('oa:exact "2006", "Rabat"', "quotes 2 texts", "cite 2 textes"),
    ],
)
def test_a_bad_quote_is_refused_with_a_remedy(check_quote, selector, english, french):
    """Each way in which a quote can be wrong is refused in both languages, with what to do."""
    for language, words in (("en", english), ("fr", french)):
        done = check_quote(selector, "--lang", language)
        assert done.returncode == 1
        problem = done.stdout.splitlines()[1]
        assert words in problem
        assert re.search(r"\. \w[^.]+\.|locate|oa:exact", problem), "nothing says what to do"
        assert done.stdout.startswith("evidence/one\n")


def test_the_nearest_passage_is_a_hint(check_quote):
    """A quote with one word wrong shows the passage meant and the word that differs."""
    done = check_quote('oa:exact "Le MMC collecte des données primaires"', "--json")
    failure = json.loads(done.stdout)["failures"][0]
    assert failure["nearest"].startswith("Le MMC recueille des données")
    assert failure["difference"] == ["collecte", "recueille"]


def test_the_seed_document_is_the_default(source):
    """Without --document, the shipped quotes of the seed document are looked up."""
    done = dialograph("check", "--source", source, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert found["document"].endswith("/document/rabat-gcm-alignment-fr")
    assert found["quotes"] == len(found["failures"]) > 50


def test_a_document_without_quotes_is_no_success(source):
    """Checking a document that nothing quotes is refused, since nothing was checked."""
    done = dialograph("check", "--source", source, "--document", "no-such-thing")
    assert done.returncode == 1
    assert "quotes nothing from document/no-such-thing" in done.stderr


@pytest.mark.parametrize("content", [None, b"\xff\xfeL\x00e\x00", b"caf\xe9"])
def test_an_unreadable_source_is_wrong_usage(tmp_path, content):
    """A source that is missing or is not UTF-8 ends with exit code 2 and the name as typed."""
    path = tmp_path / "source.txt"
    if content is not None:
        path.write_bytes(content)
    done = dialograph("check", "--source", path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"dialograph: {path} ")
    assert len(done.stderr.splitlines()) == 1


def test_locate_prints_what_the_table_needs(source):
    """The command gives quote, prefix and suffix, and says when there are several places."""
    done = dialograph("locate", "--source", source, "données\nprimaires")
    assert done.stdout.splitlines()[0] == "quote:  données primaires"
    assert done.stdout.splitlines()[1].startswith("prefix: ")
    several = dialograph("locate", "--source", source, "Une table ronde", "--occurrence", "2")
    assert "occurrence 2 of 2" in several.stderr
    nowhere = dialograph("locate", "--source", source, "des données secondaires")
    assert nowhere.returncode == 1
    assert "nearest passage" in nowhere.stderr
