"""Joining: the commands of the documentation, run as they stand, and the folder they begin with."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from asking import ask, send
from conftest import serving

DOC = Path(__file__).parent.parent / "docs/joining.md"
ID = "https://w3id.org/dialograph/id/"


@pytest.fixture
def program(tmp_path):
    """A folder in which ``dialograph`` is the program under test; gives its path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "dialograph"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dialograph "$@"\n')
    script.chmod(0o755)
    return folder


def run(folder, *words, lang="en"):
    """Run the program in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "dialograph", *words, "--lang", lang],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_documentation_does_what_it_says(tmp_path, program):
    """Each block of docs/joining.md runs, and at the end the dialogue is served with its facts."""
    blocks = re.findall(r"```sh\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 5
    begin, *rest = blocks
    environment = {**os.environ, "PATH": f"{program}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}

    def do(block, **more):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],  # noqa: S607
            cwd=tmp_path,
            env={**environment, **more},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, (block, done.stderr)
        return done

    do(begin)
    flags = ("--data-dir", tmp_path / "data", "--tokens-file", tmp_path / "tokens")
    with serving(*flags) as served:
        for block in rest:
            done = do(block, SERVER=served.url)
        assert "lake-2024-return-nyon" in done.stdout
        assert "Switzerland" in done.stdout
        graph = "https://w3id.org/dialograph/graphs/lake-dialogue"
        found = ask(served.url, f"SELECT ?s {{ GRAPH <{graph}> {{ ?s a ?class }} }}").rows
        assert (f"{ID}activity/lake-2023-smuggling",) in found
        coverage = send(served.url, path="/queries/activities-by-objective.csv?objective=gcm-o9")
        assert "lake-2023-smuggling" in coverage.text


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_folder_is_whole(tmp_path, lang):
    """Every table has a header that the import knows; the checklist is in the reader's language."""
    done = run(tmp_path, "new-dialogue", "lake", "--title-fr", "Le lac", lang=lang)
    assert (done.returncode, done.stdout) == (0, "")
    tables = tmp_path / "lake/tables"
    assert (tables / "dialogues.csv").exists()
    for path in tables.iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            assert len(next(csv.reader(file))) > 4
    checklist = (tmp_path / "lake/CHECKLIST.md").read_text(encoding="utf-8")
    assert ("liste de contrôle" in checklist) is (lang == "fr")
    assert "lake/CHECKLIST.md" in done.stderr
    imported = run(tmp_path, "import", "lake/tables", "--dialogue", "lake", lang=lang)
    assert imported.returncode == 1
    assert "dialogues.csv" in imported.stderr
    assert ("cette cellule est vide" in imported.stderr) is (lang == "fr")


def test_a_dialogue_of_the_register_is_recognised(tmp_path):
    """A name that the register of dialogues knows gets no second row there."""
    assert run(tmp_path, "new-dialogue", "almaty").returncode == 0
    assert not (tmp_path / "almaty/tables/dialogues.csv").exists()
    assert "almaty-process" in (tmp_path / "almaty/CHECKLIST.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    "words",
    [
        ("Lake Dialogue",),
        ("lake", "--website", "lake.example"),
        ("here",),
        ("history",),
        ("crosswalk-x",),
        ("a", "--into", "/no/x"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_line(tmp_path, words, lang):
    """A bad name, a bad address, a folder that is there: one line, exit code 2, nothing written."""
    (tmp_path / "here").mkdir()
    if words[-1] == "/no/x":
        (tmp_path / "file").write_text("")
        words = (*words[:-1], str(tmp_path / "file/x"))
    done = run(tmp_path, "new-dialogue", *words, lang=lang)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert sorted(each.name for each in tmp_path.iterdir() if each.name != "file") == ["here"]
    assert not list((tmp_path / "here").iterdir())
