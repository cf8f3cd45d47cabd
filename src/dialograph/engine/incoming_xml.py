"""RDF/XML from anybody: whole and well-formed, in UTF-8, without a document type of its own.

The library's parser is lenient: it takes a document cut short for a whole one, and it expands
entities wherever it finds them. Expat looks first.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from dialograph.engine.document_errors import DocumentError, at, malformed, too_deep

_DECLARATION = re.compile(rb"""(<\?xml\s[^>]*?encoding\s*=\s*["'])([A-Za-z0-9._-]+)(["'])""")
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "iso-8859-1": "latin-1",
    "iso-8859-15": "iso8859-15",
    "windows-1252": "cp1252",
}
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_PIECE = 256 * 1024
# The library looks names up one after the other: many of them would cost their square.
_NAMES_MAX = 1_000


def safe_xml(data: bytes, nesting: int) -> bytes:
    """Look an XML document through, and give it in UTF-8.

    Args:
        data: the document, in UTF-8, or in UTF-16 with a byte order mark, or in the encoding that
            its declaration names.
        nesting: how deep its elements may stand in one another.

    Raises:
        DocumentError: it is not well-formed, or it has a DOCTYPE that declares something or points
            elsewhere, or is nested too deeply, or in another encoding.
    """
    text = _in_utf8(data)
    look = _Look(nesting)
    # A view: the pieces are not copied, the document may be long.
    view = memoryview(text)
    try:
        for start in range(0, len(view), _PIECE):
            look.parser.Parse(view[start : start + _PIECE])
        look.parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by place only
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code) or "not well-formed"
        raise malformed("RDF/XML", said, error.lineno, error.offset + 1) from error
    return text


class _Look:
    """What expat calls; it refuses what the library must not see.

    Args:
        nesting: how deep elements may stand in one another.
    """

    def __init__(self, nesting: int) -> None:
        self._nesting = nesting
        self._declared = [0]
        self.parser = expat.ParserCreate("utf-8")
        self.parser.ordered_attributes = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _doctype(self, _: str, system: str | None, public: str | None, has_inside: int) -> None:
        if not (system or public or has_inside):
            return
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        raise at(
            line,
            column,
            "a DOCTYPE that declares entities or points to another document is not read; write "
            "the text itself in the place of each &…; and leave the DOCTYPE out",
            "un DOCTYPE qui déclare des entités ou renvoie à un autre document n’est pas lu ; "
            "écrivez le texte lui-même à la place de chaque &…; et retirez le DOCTYPE",
        )

    def _start(self, _: str, attributes: list[str]) -> None:
        names = attributes[::2]
        declared = self._declared[-1] + sum(name.startswith("xmlns") for name in names)
        self._declared.append(declared)
        if len(self._declared) > self._nesting + 1:
            raise too_deep(self._nesting)
        if max(len(names), declared) > _NAMES_MAX:
            raise at(
                self.parser.CurrentLineNumber,
                None,
                f"an element has more than {_NAMES_MAX} attributes or namespaces",
                f"un élément a plus de {_NAMES_MAX} attributs ou espaces de noms",
            )

    def _end(self, _: str) -> None:
        self._declared.pop()


def _in_utf8(data: bytes) -> bytes:
    encoding = _WIDE.get(data[:2])
    if encoding is None:
        declared = _DECLARATION.match(data.removeprefix(b"\xef\xbb\xbf")[:200])
        name = declared[2].decode() if declared else "utf-8"
        known = _ENCODINGS.get(name.lower())
        if known is None:
            raise DocumentError(
                f"The XML says that it is encoded in {name}; send it in UTF-8.",
                f"Le XML se dit encodé en {name} ; envoyez-le en UTF-8.",
            )
        encoding = known
    if encoding == "utf-8":
        return data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode(encoding).encode()
    except UnicodeError as error:
        raise DocumentError(
            f"The XML is not encoded in {encoding} as it says; send it in UTF-8.",
            f"Le XML n’est pas encodé en {encoding} comme il le dit ; envoyez-le en UTF-8.",
        ) from error
    return _DECLARATION.sub(rb"\g<1>utf-8\3", text[:200], count=1) + text[200:]
