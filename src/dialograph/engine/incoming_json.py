"""JSON-LD from anybody: looked through before it is parsed, and our own context put into it.

The library's parser holds an object once for each object around it, and a context once for each
that changes it: a megabyte can come to take gigabytes, or minutes. Nothing is fetched: a context
at an address is known, or it is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Literal, NamedTuple
from urllib.parse import urljoin

from dialograph.engine.document_errors import (
    DocumentError,
    DocumentTooLargeError,
    at,
    too_deep,
)

# A string that is never closed goes on to the end: one look for it, not one for each quote in it.
_TOKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}:,]', re.DOTALL)
_QUOTE, _COLON, _BRACE = b'":{'
_OPENING, _CLOSING = b"{[", b"}]"
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`]')
# About a hundred bytes of memory each: a token, once for each object or array around it.
_HELD_MAX = 8_000_000
# Bytes of contexts that are gone through: about a second.
_CONTEXTS_MAX = 30_000_000

Role = Literal["", "context", "contexts", "import", "id"]


class Reference(NamedTuple):
    """A context that stands elsewhere.

    Args:
        start: where the address begins in the document, and
        end: where it ends.
        address: the address, in full.
        in_array: whether it stands in an array of contexts.
        imported: whether it is the value of ``@import``.
    """

    start: int
    end: int
    address: str
    in_array: bool
    imported: bool


class SafeJson(NamedTuple):
    """A document that was looked through.

    Args:
        data: the document, the contexts that are known standing in it.
        foreign: the references to those that are not, with their lines.
        touched: the lines on which a context was put in: columns are no longer those sent.
    """

    data: bytes
    foreign: tuple[tuple[int, str], ...]
    touched: frozenset[int]


def safe_json(
    data: bytes, nesting: int, base_iri: str | None, contexts: Mapping[str, bytes], size: int
) -> SafeJson:
    """Look a JSON-LD document through, and put the contexts that are known into it.

    Args:
        data: the document.
        nesting: how deep objects and arrays may stand in one another.
        base_iri: what the addresses of contexts are resolved against.
        contexts: address → a document with a ``@context``, for those that are known.
        size: how many bytes the document may have then.

    Raises:
        DocumentError: it is nested too deeply, or names an ``@id`` that is no IRI, and
        DocumentTooLargeError: parsing it would take too much memory or time.
    """
    look = _Look(data, nesting, base_iri or "")
    look.run()
    pieces, foreign, touched, place, length = [], [], set(), 0, len(data)
    line, counted = 1, 0
    known = {address: _elements(contexts[address]) for address in contexts}
    for each in look.references:
        line += data.count(b"\n", counted, each.start)
        counted = each.start
        if each.imported or each.address not in known:
            foreign.append((line, each.address))
            continue
        inside = known[each.address] if each.in_array else b"[" + known[each.address] + b"]"
        length += len(inside)
        if length > size:
            raise _too_large()
        pieces += [data[place : each.start], inside]
        place = each.end
        touched.add(line)
    return SafeJson(b"".join([*pieces, data[place:]]), tuple(foreign), frozenset(touched))


def foreign_context(line: int, address: str) -> DocumentError:
    """The refusal of a context that would have to be fetched."""
    shown = address[:200]
    return at(
        line,
        None,
        f"the context {shown} is on the web, and nothing is fetched from there; put the context "
        "itself into the document",
        f"le contexte {shown} est sur le web, où rien n’est cherché ; mettez le contexte lui-même "
        "dans le document",
    )


def says_something(data: bytes) -> bool:
    """Whether a document holds more than contexts and empty graphs.

    Args:
        data: JSON that is not nested deeply.
    """
    return _says(json.loads(data, parse_int=str, parse_float=str))


def _says(value: object) -> bool:
    if isinstance(value, list):
        return any(_says(each) for each in value)
    if isinstance(value, dict):
        return any(
            _says(inside) if key == "@graph" else key not in {"@context", "@id"}
            for key, inside in value.items()
        )
    return True


def _elements(document: bytes) -> bytes:
    context = json.loads(document)["@context"]
    each = context if isinstance(context, list) else [context]
    return b",".join(json.dumps(one).encode() for one in each)


class _Look:
    """One pass over the tokens.

    Args:
        data: the document.
        nesting: how deep it may be.
        base: what addresses are resolved against.
    """

    def __init__(self, data: bytes, nesting: int, base: str) -> None:
        self._data = data
        self._nesting = nesting
        self._base = base
        self._stack: list[Role] = []
        self._contexts = self._context_bytes = self._scoped_bytes = self._objects = 0
        self._opened: list[int] = []
        self.references: list[Reference] = []

    def run(self) -> None:
        """Go through the document; what stands out is in :attr:`references`.

        Raises:
            DocumentError, DocumentTooLargeError: as :func:`safe_json`.
        """
        held, role, last = 0, "", (0, 0)
        is_array = self._data.lstrip()[:1] == b"["
        stack = self._stack
        for token in _TOKENS.finditer(self._data):
            first = self._data[token.start()]
            if first == _QUOTE:
                held += len(stack)
                last = token.span()
                if role or (stack and stack[-1] == "contexts"):
                    self._value(last, role)
                    role = ""
            elif first == _COLON:
                role = self._role(*last)
            elif first in _OPENING:
                held += len(stack)
                self._open(token.start(), role, is_object=first == _BRACE)
                role = ""
            elif first in _CLOSING:
                role = ""
                self._close(token.end())
                if is_array and len(stack) == 1:
                    held = 0  # what stands in an outermost array is parsed one after the other
            else:
                role = ""
            if held > _HELD_MAX:
                raise _too_large()
        work = self._contexts * self._context_bytes + self._objects * self._scoped_bytes
        if work > _CONTEXTS_MAX and self._contexts > 1:
            raise _too_large()

    def _role(self, start: int, end: int) -> Role:
        """What the value of a key is; most keys are like any other."""
        text = self._data[start:end]
        if text[1:2] not in {b"@", b"\\"}:
            return ""
        name = _string(text)
        if name == "@context":
            return "context"
        if name == "@import" and self._stack and self._stack[-1] == "context":
            return "import"
        return "id" if name == "@id" else ""

    def _value(self, span: tuple[int, int], role: str) -> None:
        text = _string(self._data[slice(*span)])
        if role == "id":
            if _NO_IRI.search(text):
                raise at(
                    self._data.count(b"\n", 0, span[0]) + 1,
                    None,
                    f"the @id {text[:100]!r} is no IRI; remove spaces and quotation marks",
                    f"l’@id {text[:100]!r} n’est pas un IRI ; retirez espaces et guillemets",
                )
            return
        in_array = not role
        reference = Reference(*span, urljoin(self._base, text), in_array, role == "import")
        self.references.append(reference)
        self._contexts += 1

    def _open(self, start: int, role: str, *, is_object: bool) -> None:
        kind: Role = ""
        if role == "context" or (is_object and self._stack and self._stack[-1] == "contexts"):
            kind = "context" if is_object else "contexts"
            self._contexts += is_object
            self._opened.append(start)
        elif is_object and not self._opened:
            self._objects += 1
        self._stack.append(kind)
        if len(self._stack) > self._nesting:
            raise too_deep(self._nesting)

    def _close(self, end: int) -> None:
        if self._stack and self._stack.pop():
            length = end - self._opened.pop()
            if not self._opened:
                self._context_bytes += length
            elif self._is_scoped():
                self._scoped_bytes += length

    def _is_scoped(self) -> bool:
        """Whether the context just closed stands in a term of another."""
        return bool(self._stack) and self._stack[-1] == ""


def _string(text: bytes) -> str:
    try:
        return str(json.loads(text))
    except ValueError:  # no JSON: the parser will say so
        return ""


def _too_large() -> DocumentTooLargeError:
    return DocumentTooLargeError(
        "The JSON-LD is too long and too nested to be read whole; send it in parts, or as Turtle "
        "or N-Quads.",
        "Le JSON-LD est trop long et trop imbriqué pour être lu d’un bloc ; envoyez-le en "
        "plusieurs parties, ou en Turtle ou N-Quads.",
    )
