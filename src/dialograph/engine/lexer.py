"""The words of a SPARQL text (SPARQL 1.1, section 19.8; the 1.2 draft's additions).

Each terminal of the grammar is taken at its longest, as the specification says. A text that is
not SPARQL still gives words: what no terminal matches comes out one character at a time.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_U = f"{_BASE}_"
_CHAR = f"{_U}0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = rf"(?:[{_BASE}][{_CHAR}.]*+(?<!\.))?+:"
_LOCAL = f"(?:[{_U}:0-9]|{_PLX})(?:[{_CHAR}:]|{_PLX})*+" + rf"(?:\.+(?:[{_CHAR}:]|{_PLX})++)*+"

# Possessive throughout: whatever a text repeats, reading it costs one pass.
_TERMINALS = {
    "space": r"[ \t\r\n]++",
    "comment": r"#[^\r\n]*+",
    "iri": r'<(?:[^<>"{}|^`\\\x00-\x20]|' + _ESCAPE + r")*+>",
    "string": (
        r'"""(?:[^"\\]|\\.|"(?!""))*+"""'
        r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
        r'|"(?:[^"\\\r\n]|\\[^\r\n])*+"'
        r"|'(?:[^'\\\r\n]|\\[^\r\n])*+'"
    ),
    "blank": rf"_:[{_U}0-9][{_CHAR}]*+(?:\.+[{_CHAR}]++)*+",
    "escaped": f"(?![0-9])[{_U}0-9]*+(?:{_ESCAPE})(?:[{_U}0-9]|{_ESCAPE})*+",
    "name": f"{_PREFIX}(?:{_LOCAL})?+",
    "run": f"[{_BASE}][{_CHAR}.]*+",
    "variable": rf"[?$][{_U}0-9][{_U}0-9\u00b7\u0300-\u036f\u203f-\u2040]*+",
    "language": r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?+",
    "number": (
        r"[+-]?(?:[0-9]++(?:\.[0-9]*+[eE][+-]?[0-9]++|\.[0-9]++|[eE][+-]?[0-9]++)?+"
        r"|\.[0-9]++(?:[eE][+-]?[0-9]++)?+)"
    ),
    "word": f"[{_U}][{_U}0-9]*+",
    "mark": r"<<\(|\)>>|<<|>>|\{\||\|\}|\^\^|&&|\|\||!=|<=|>=|.",
}


def _any_of(*kinds: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{_TERMINALS[kind]})" for kind in kinds), re.DOTALL)


_ALL = _any_of(*_TERMINALS)
# A run such as ``a.b`` that no colon follows holds no name: its words and dots come one by one.
_OF_RUN = _any_of("number", "word", "mark")
_CODEPOINT = re.compile(_ESCAPE)
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Token:
    """One terminal.

    Args:
        kind: ``comment iri string blank name variable language number word mark``.
        text: as written.
        start: where it starts in the text.
    """

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """A keyword in capitals, with codepoint escapes undone; empty for other kinds."""
        return decode(self.text).upper() if self.kind == "word" else ""


def tokens(text: str) -> Iterator[Token]:
    """The terminals of ``text`` in order, comments included, white space left out."""
    for match in _ALL.finditer(text):
        kind = match.lastgroup or "mark"
        if kind == "run":
            for part in _OF_RUN.finditer(text, match.start(), match.end()):
                yield Token(part.lastgroup or "mark", part[0], part.start())
        elif kind != "space":
            yield Token("word" if kind == "escaped" else kind, match[0], match.start())


def decode(text: str) -> str:
    r"""Undo the codepoint escapes ``\uXXXX`` and ``\UXXXXXXXX`` (section 19.2).

    An escape of what is no Unicode scalar value stays as it is.
    """

    def character(match: re.Match[str]) -> str:
        code = int(match[0].removeprefix("\\")[1:], base=16)
        is_scalar = code <= sys.maxunicode and code not in _SURROGATES
        return chr(code) if is_scalar else match[0]

    return _CODEPOINT.sub(character, text)
