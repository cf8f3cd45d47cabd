"""What a query may not do: reach another server, or change anything; and an update: the former.

Two defences, because the specification reads a text in one way and an engine may read it in
another (it may take ``SERVICEex:a`` for the keyword and a name, or ``<'x>`` for *less than* and a
string; a keyword is then hidden from whoever reads as the specification says):

1. :func:`refuse` reads the words of the text, as written and with codepoint escapes undone first
   (SPARQL 1.1, section 19.2), and says in words what is refused.
2. :func:`disarm` rewrites what passes so that the seven letters the keyword is made of stand
   nowhere in strings, IRIs and comments, whatever reads them; and :func:`decoy` makes, of a text
   in which they still stand in names, one in which they do not. An engine that parses the decoy
   has no use for the keyword in the text.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from dialograph.engine.interface import TooComplexError
from dialograph.engine.lexer import Token, decode, tokens
from dialograph.engine.scan import UPDATES, Scan, scan
from dialograph.errors import ForbiddenQueryError

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
# Lower-case parts of words that ask for a second look; "u" begins an escape.
_REMARKABLE = (
    "service",
    "\\u",
    "from",
    "now",
    "rand",
    "uuid",
    "bnode",
    "coalesce",
    "concat",
)

DEPTH_MAX = 100
"""Brackets within brackets; parsers that call themselves for each run out of stack at 600."""

PARTS_MAX = 2_000
"""Keywords and operators, not counting terms; evaluators run out of stack at 3,000."""

_OPENING = frozenset({"(", "{", "[", "<<", "<<(", "{|"})
_CLOSING = frozenset({")", "}", "]", ">>", ")>>", "|}"})
_BETWEEN = frozenset({".", ",", ";"})
_TERMS = frozenset({"UNDEF", "TRUE", "FALSE", "A"})
# None of these letters means anything by itself in a number, an escape or a keyword.
_LETTERS = "jkqvwxyz"


def is_plain(text: str) -> bool:
    """Whether a look at the characters is enough, which most queries are happy with.

    Args:
        text: a SPARQL text, as received.

    Returns:
        True when :func:`refuse` would let the text pass unless it is an update (which the engine
        does not parse as a query), :func:`disarm` and :func:`~dialograph.engine.mending.mend`
        would not change it, it names no graphs with ``FROM``, and does not look at a clock.
    """
    if len(text) >= PARTS_MAX or any(map(text.lower().__contains__, _REMARKABLE)):
        return False
    return text.count("(") + text.count("{") + text.count("[") + text.count("<<") <= DEPTH_MAX


def refuse(text: str, *, services: bool = False) -> Scan:
    """Refuse ``SERVICE``, updates and monsters, by the words of the text.

    Args:
        text: a SPARQL text, as received.
        services: whether ``SERVICE`` may stand before a constant IRI.

    Returns:
        What the words of the text say, so that nobody has to read them again.

    Raises:
        ForbiddenQueryError: the text uses the keyword ``SERVICE``, or opens as an update does.
        TooComplexError: the text is nested or chained so far that an engine could break.
    """
    read = scan(text)
    readings = [read] if decode(text) == text else [read, scan(decode(text))]
    for reading in readings:
        if reading.opening in UPDATES:
            raise ForbiddenQueryError(
                f"This endpoint answers queries only; {reading.opening} is an update.",
                "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE.",
                french=f"{reading.opening} est une mise à jour ; ici, on ne fait que lire.",
            )
        if not services and any(token.word == "SERVICE" for token in reading.words):
            raise ForbiddenQueryError(
                "SERVICE is refused: a query here reaches no other server.",
                "Leave the SERVICE part out and ask the other endpoint yourself.",
                french="SERVICE est refusé : ici, une requête n’atteint aucun autre serveur.",
            )
    measure(read.words)
    return read


def refuse_in_update(text: str) -> Scan:
    """Refuse ``SERVICE``, hidden ``LOAD`` and queries, by the words of an update.

    ``LOAD`` in plain words is left to who reads the operations: it is no error of syntax, and
    ``LOAD SILENT`` is an operation that fails without a word.

    Args:
        text: a SPARQL Update, as received.

    Returns:
        What its words say. What :func:`measure` says of its operations is not looked at.

    Raises:
        ForbiddenQueryError: the text uses the keyword ``SERVICE``, or is a query.
    """
    read = scan(text)
    for reading in [read] if decode(text) == text else [read, scan(decode(text))]:
        if reading.kind is not None:
            raise ForbiddenQueryError(
                f"This endpoint takes updates only; {reading.opening} opens a query.",
                "Change things with INSERT, DELETE, CLEAR, DROP, CREATE, ADD, COPY or MOVE.",
                french=f"Ici on n’envoie que des mises à jour ; {reading.opening} ouvre une "
                "requête.",
            )
        words = [token.word for token in reading.words]
        if "SERVICE" in words:
            raise ForbiddenQueryError(
                "SERVICE is refused: an update here reaches no other server.",
                "Ask the other endpoint yourself, and insert what it answers.",
                french="SERVICE est refusé : une mise à jour n’atteint ici aucun autre serveur. "
                "Interrogez l’autre service vous-même et insérez sa réponse.",
            )
        loads = any(word == "LOAD" and then != "SILENT" for word, then in pairwise([*words, ""]))
        if loads and reading is not read:
            raise no_load()
    return read


def no_load() -> ForbiddenQueryError:
    """What is said of ``LOAD``."""
    return ForbiddenQueryError(
        "LOAD is refused: an update here reaches no other server.",
        "Get the document yourself and send it to the graph that is to hold it.",
        french="LOAD est refusé : une mise à jour n’atteint ici aucun autre serveur. "
        "Récupérez le document vous-même et envoyez-le au graphe qui doit le contenir.",
    )


def may_name_graphs(text: str) -> bool:
    """Whether the keyword ``GRAPH`` can be in a text; our own name in IRIs does not count.

    Args:
        text: a SPARQL text.
    """
    lowered = text.lower()
    return lowered.count("graph") > lowered.count("dialograph") or "\\u" in lowered


def may_vary(text: str) -> bool:
    """Whether the same question may have another answer a moment later; more often than it does.

    Args:
        text: a SPARQL text, as received.
    """
    return any(map(text.lower().__contains__, ("now", "rand", "uuid", "\\u", "service")))


def uses_service(text: str) -> bool:
    """Whether the keyword ``SERVICE`` stands among the words, as written or once unescaped."""
    if not _SERVICE.search(text) and "\\" not in text:
        return False
    return any(
        token.word == "SERVICE" for each in (text, decode(text)) for token in scan(each).words
    )


def redirect(text: str, allow: Callable[..., str], resolve: Callable[[str, str], str]) -> str:
    """Put other addresses in the place of those that ``SERVICE`` names.

    Args:
        text: a SPARQL text that :func:`refuse` has let pass.
        allow: gives the address to ask in the place of an absolute IRI, or raises; ``silent``
            says whether the query takes a failure.
        resolve: makes an absolute IRI of the prologue and a name as written.

    Returns:
        The text to answer, disarmed but for the keywords. An engine that parses the
        :func:`decoy` of its :func:`unserved` form reads them where we do and nowhere else.

    Raises:
        ForbiddenQueryError: a ``SERVICE`` names a variable, or an address that is not allowed.
    """
    read = scan(text)
    parts, end = [], 0
    for place, silent, target in _targets(read.words):
        if target.kind not in {"iri", "name"}:
            raise ForbiddenQueryError(
                "SERVICE is answered for an address that stands in the query, not for a variable.",
                "Name the endpoint as an IRI.",
                french="SERVICE admet une adresse écrite dans la requête, et non une variable.",
            )
        address = allow(resolve(read.prologue, target.text), silent=silent is not None)
        parts += [text[end : place.start], "SERVICE SILENT " if silent else "SERVICE "]
        parts.append(f"<{address}>")
        end = target.start + len(target.text)
    return disarm("".join([*parts, text[end:]]))


def unserved(text: str) -> str:
    """A text of the same length to parse and never to answer, with ``GRAPH`` for ``SERVICE``."""
    parts, end = [], 0
    for place, silent, _ in _targets(scan(text).words):
        parts += [text[end : place.start], "GRAPH".ljust(len(place.text))]
        end = place.start + len(place.text)
        if silent is not None:
            parts += [text[end : silent.start], " " * len(silent.text)]
            end = silent.start + len(silent.text)
    return "".join([*parts, text[end:]])


def _targets(words: tuple[Token, ...]) -> Iterator[tuple[Token, Token | None, Token]]:
    """Each keyword ``SERVICE``, its ``SILENT``, and the word that names its endpoint."""
    nothing = Token("mark", "", 0)
    for position, token in enumerate(words):
        if token.word == "SERVICE":
            after = [*words[position + 1 : position + 3], nothing]
            silent = after.pop(0) if after[0].word == "SILENT" else None
            yield token, silent, after[0]


def measure(words: Sequence[Token], *, is_data: bool = False) -> None:
    """Refuse what is nested or chained so far that an engine could break.

    Args:
        words: of a query, or of one operation of an update.
        is_data: whether there is nothing to evaluate in it: only its depth counts.

    Raises:
        TooComplexError: they are.
    """
    depth, deepest, parts = 0, 0, 0
    for token in words:
        if token.text in _OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif token.text in _CLOSING:
            depth -= 1
        elif token.kind == "word":
            parts += token.word not in _TERMS
        elif token.kind == "mark":
            parts += token.text not in _BETWEEN
        elif token.kind == "number":
            parts += token.text[0] in "+-"
    parts = 0 if is_data else parts
    if deepest > DEPTH_MAX or parts > PARTS_MAX:
        raise TooComplexError(
            f"The text has {parts} keywords and operators, {deepest} brackets deep; this "
            f"endpoint takes {PARTS_MAX}, {DEPTH_MAX} deep.",
            "Ask in several queries or updates, or list terms with VALUES.",
            french=f"Le texte compte {parts} mots-clés et opérateurs, et {deepest} niveaux de "
            f"parenthèses ; ce service en accepte {PARTS_MAX} et {DEPTH_MAX}. Répartissez-le en "
            "plusieurs envois, ou énumérez les termes avec VALUES.",
        )


def disarm(text: str) -> str:
    """Rewrite strings, IRIs and comments so that they mean the same without the keyword's letters.

    Args:
        text: a SPARQL text that :func:`refuse` has let pass.

    Returns:
        The same query: comments blanked, and in strings and IRIs the last of the seven letters
        written as a codepoint escape. Read in any other way, it does not parse.
    """
    if not _SERVICE.search(text):
        return text
    parts, end = [], 0
    for token in tokens(text):
        parts.append(text[end : token.start])
        end = token.start + len(token.text)
        if token.kind == "comment":
            parts.append(" " * len(token.text))
        elif token.kind in {"string", "iri"}:
            parts.append(_SERVICE.sub(_escape_last, token.text))
        else:
            parts.append(token.text)
    return "".join([*parts, text[end:]])


def decoy(text: str) -> str | None:
    """The text with unforeseeable letters in place of the seven, wherever names still hold them.

    Args:
        text: a disarmed text.

    Returns:
        A text to parse and never to answer, or None when the letters stand nowhere.
    """
    if not _SERVICE.search(text):
        return None
    letters = [secrets.choice(_LETTERS) for _ in "service"]

    def disguise(match: re.Match[str]) -> str:
        # Names differ by case, so the disguise keeps it.
        return "".join(
            mask.upper() if letter.isupper() else mask
            for mask, letter in zip(letters, match[0], strict=True)
        )

    return _SERVICE.sub(disguise, text)


def _escape_last(match: re.Match[str]) -> str:
    return f"{match[0][:-1]}\\u{ord(match[0][-1]):04X}"
