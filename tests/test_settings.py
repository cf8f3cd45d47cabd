import argparse
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from dialograph.errors import UsageError
from dialograph.settings import Settings, add_flags, read_settings

DOCUMENT = Path(__file__).parent.parent / "docs" / "settings.md"
NAMES = [each.name for each in fields(Settings)]


def settle(*flags, **environment):
    """Settings from flags and variables."""
    parser = argparse.ArgumentParser()
    add_flags(parser)
    return read_settings(parser.parse_args(list(map(str, flags))), environment)


def run(*words, **environment):
    """The command, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "dialograph", "serve", *words],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_documented(name):
    """Each setting has its section in docs/settings.md, and its line in --help."""
    section = re.search(
        rf"^## {name}\n(.*?)(?=^## |\Z)", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL
    )
    assert section, f"docs/settings.md says nothing of {name}"
    default = next(each for each in fields(Settings) if each.name == name).metadata["default"]
    flag = "--" + name.replace("_", "-")
    for told in (flag, f"DIALOGRAPH_{name.upper()}", f"`{default}`"):
        assert told in section[1]
    help_text = " ".join(run("--help").stdout.split())
    assert flag in help_text
    assert f"DIALOGRAPH_{name.upper()}" in help_text


def test_the_document_tells_of_no_other_settings():
    """docs/settings.md has a section for what is a setting, and for nothing else."""
    assert re.findall(r"^## (\w+)$", DOCUMENT.read_text(), re.MULTILINE) == NAMES


def test_defaults_hold_without_flags_and_variables():
    """With nothing given, every setting has its default."""
    assert settle() == Settings()


def test_a_flag_wins_over_the_variable():
    """What is typed counts more than what the environment says."""
    assert settle(DIALOGRAPH_PORT="81").port == 81
    assert settle("--port", 82, DIALOGRAPH_PORT="81").port == 82


def test_an_empty_variable_counts_as_not_set():
    """A variable that is set to nothing leaves the default."""
    assert settle(DIALOGRAPH_PORT="", DIALOGRAPH_LOAD="") == Settings()


def test_several_files_can_be_loaded():
    """Files stand one after the other behind the flag, and as in PATH in the variable."""
    assert settle("--load", "a.ttl", "b.nq").load == ("a.ttl", "b.nq")
    assert settle(DIALOGRAPH_LOAD=os.pathsep.join(["a.ttl", "b.nq"])).load == ("a.ttl", "b.nq")


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("--port", "65536"),
        ("--port", "-1"),
        ("--port", "http"),
        ("--host", "a b"),
        ("--base-iri", "example.org/"),
        ("--base-iri", "https://example.org"),
        ("--default-graph", "all"),
        ("--cors", "example.org"),
    ],
)
def test_a_bad_value_names_itself_and_what_would_be_good(flag, value):
    """A bad value, by flag or by variable, is refused with its name in the message."""
    with pytest.raises(UsageError, match=f"{flag} cannot be '{value}'"):
        settle(f"{flag}={value}")
    variable = "DIALOGRAPH_" + flag.removeprefix("--").replace("-", "_").upper()
    with pytest.raises(UsageError, match=variable):
        settle(**{variable: value})


def test_shipped_stands_alone():
    """The shipped graph and files of one's own are not loaded side by side by accident."""
    with pytest.raises(UsageError, match="--load"):
        settle("--load", "shipped", "a.ttl")


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (["--port", "99999"], {}),
        ([], {"DIALOGRAPH_DEFAULT_GRAPH": "every"}),
        (["--load", "missing.ttl"], {}),
        (["--load", "data.xyz"], {}),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(words, environment):
    """A setting that is no good ends the command with one line and exit code 2."""
    done = run(*words, **environment)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
