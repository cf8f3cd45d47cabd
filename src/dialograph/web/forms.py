"""``multipart/form-data``: several RDF documents in one request (RFC 7578)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

from python_multipart.multipart import MultipartParser, parse_options_header

from dialograph import formats
from dialograph.formats import Format
from dialograph.repository.interface import Part
from dialograph.web.problems import BAD_REQUEST, MEDIA, TOO_LARGE, Problem

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_PARTS_MAX = 100
_BOUNDARY_MAX = 70  # RFC 2046, section 5.1.1
# What browsers and clients say of a file that they do not know.
_UNTOLD = {"", "application/octet-stream", "text/plain"}
_AS_IT_IS = {"", "7bit", "8bit", "binary"}


def boundary_of(parameters: dict[bytes, bytes]) -> bytes:
    """What stands between the parts.

    Raises:
        Problem: 400 when the request does not say it.
    """
    boundary = parameters.get(b"boundary", b"")
    if not 0 < len(boundary) <= _BOUNDARY_MAX:
        raise Problem(
            BAD_REQUEST,
            "The Content-Type of a form names its boundary, of at most 70 characters.",
            french="Le Content-Type d’un formulaire en donne la limite (boundary), d’au plus 70 "
            "caractères.",
        )
    return boundary


def documents(
    pieces: Iterable[bytes], boundary: bytes, output: BinaryIO, base_iri: str | None
) -> tuple[Part, ...]:
    """Write the documents of a form, one after the other and nothing between them.

    Args:
        pieces: the form.
        boundary: what stands between its parts.
        output: where the documents go.
        base_iri: what their relative IRIs are resolved against.

    Raises:
        Problem: 400 for a form that is broken, cut short or empty, or has a field that is no
            file; 413 for too many parts; 415 for a file of another kind.
    """
    form = _Form(output, base_iri)
    parser = MultipartParser(boundary, form.callbacks)
    try:
        for piece in pieces:
            parser.write(piece)
    except ValueError as error:  # the library's errors are of this kind
        raise _broken() from error
    if not form.is_whole:
        raise _broken()
    return tuple(form.parts)


class _Form:
    """What the library calls.

    Args:
        output: where the documents go.
        base_iri: of the documents.
    """

    def __init__(self, output: BinaryIO, base_iri: str | None) -> None:
        self._output = output
        self._base_iri = base_iri
        self._headers: dict[str, str] = {}
        self._name = self._value = b""
        self._form: Format | None = None
        self._size = 0
        self.parts: list[Part] = []
        self.is_whole = False
        self.callbacks: MultipartCallbacks = {
            "on_part_begin": self._begin,
            "on_header_field": self._on_name,
            "on_header_value": self._on_value,
            "on_header_end": self._header,
            "on_headers_finished": self._head,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def _begin(self) -> None:
        if len(self.parts) == _PARTS_MAX:
            raise Problem(
                TOO_LARGE,
                f"A form holds at most {_PARTS_MAX} files; send the others after it.",
                french=f"Un formulaire contient au plus {_PARTS_MAX} fichiers ; envoyez les autres "
                "ensuite.",
            )
        self._headers.clear()
        self._size = 0

    def _on_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        self._headers[self._name.decode("latin-1").lower()] = self._value.decode("latin-1")
        self._name = self._value = b""

    def _head(self) -> None:
        _, told = parse_options_header(self._headers.get("content-disposition"))
        name = told.get(b"name", b"").decode("utf-8", "replace")[:80]
        if b"filename" not in told:
            raise Problem(
                BAD_REQUEST,
                f"The form's field {name!r} is no file; name the graph in the address, and send "
                "files only.",
                french=f"Le champ {name!r} du formulaire n’est pas un fichier ; nommez le graphe "
                "dans l’adresse et n’envoyez que des fichiers.",
            )
        file = told[b"filename"].decode("utf-8", "replace")
        kind, parameters = parse_options_header(self._headers.get("content-type"))
        self._form = form_of(kind.decode("latin-1"), parameters, file)
        coding = self._headers.get("content-transfer-encoding", "").strip().lower()
        if coding not in _AS_IT_IS:
            raise Problem(
                MEDIA,
                f"The file {file[:80]!r} is sent as it is, not in {coding[:40]!r}.",
                french=f"Le fichier {file[:80]!r} s’envoie tel quel, non en {coding[:40]!r}.",
            )

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._output.write(memoryview(data)[start:end])
        self._size += end - start

    def _end(self) -> None:
        if self._form is None:  # a part without a head
            raise _broken()
        self.parts.append(Part(self._form.name, self._size, self._base_iri))
        self._form = None

    def _finish(self) -> None:
        self.is_whole = bool(self.parts)


def form_of(kind: str, parameters: dict[bytes, bytes], file: str = "") -> Format:
    """The syntax of a document.

    Args:
        kind: its media type.
        parameters: those of its media type.
        file: the name of the file that it was, whose ending tells where the type does not.

    Raises:
        Problem: 415, with what is taken in ``Accept``, for another syntax or another encoding.
    """
    charset = parameters.get(b"charset", b"utf-8").decode("latin-1").lower()
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise unreadable(
            f"RDF is sent in UTF-8, not in {charset[:40]!r}.",
            f"Le RDF s’envoie en UTF-8, non en {charset[:40]!r}.",
        )
    if file and kind in _UNTOLD:
        ending = file.rpartition(".")[2].lower() if "." in file else ""
        if ending in formats.BY_EXTENSION:
            return formats.BY_EXTENSION[ending]
        known = ", ".join("." + each for each in formats.BY_EXTENSION)
        raise unreadable(
            f"Neither its type nor its name tells the syntax of the file {file[:80]!r}: end it "
            f"with one of {known}.",
            f"Ni le type ni le nom du fichier {file[:80]!r} n’en donnent la syntaxe : terminez-le "
            f"par l’une de ces extensions : {known}.",
        )
    for form in formats.GRAPH_FORMATS:
        if kind in {form.media_type, *form.also_types}:
            return form
    if kind:
        raise unreadable(f"{kind[:80]!r} is no syntax of RDF.", f"{kind[:80]!r} n’est pas du RDF.")
    raise unreadable(
        "The request does not say of which type its body is.",
        "La requête ne dit pas de quel type est son corps.",
    )


def unreadable(english: str, french: str) -> Problem:
    """415: a body of a kind that is not read, and which kinds are (RFC 9110, section 15.5.16)."""
    types = [each.media_type for each in formats.GRAPH_FORMATS]
    listed = ", ".join(types)
    told = {"Accept": listed, "Accept-Post": f"{listed}, multipart/form-data"}
    return Problem(
        MEDIA,
        f"{english} Send it with one of these as Content-Type: {listed}.",
        told,
        french=f"{french} Envoyez-le avec l’un de ces Content-Type : {listed}.",
    )


def _broken() -> Problem:
    return Problem(
        BAD_REQUEST,
        "The body is no whole multipart/form-data with files in it.",
        french="Le corps n’est pas un multipart/form-data entier contenant des fichiers.",
    )
