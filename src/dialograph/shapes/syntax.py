"""What is said of a file that cannot be read, in French and in English."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialograph.errors import UsageError

_TEXTS = {
    "missing": {
        "en": "There is no file or folder {name}.|Check the path.",
        "fr": "Il n’existe ni fichier ni dossier {name}.|Vérifiez le chemin.",
    },
    "unreadable": {
        "en": "{name} cannot be read: {reason}.|Check that it is a file that you may read.",
        "fr": "{name} est illisible : {reason}.|"
        "Vérifiez que c’est un fichier et que vous avez le droit de le lire.",
    },
    "empty": {
        "en": "{name} contains no statement.|Check that it is the right file and that it is whole.",
        "fr": "{name} ne contient aucun énoncé.|"
        "Vérifiez que c’est le bon fichier et qu’il est entier.",
    },
    "ending": {
        "en": "{name}: the ending of the name does not tell which RDF syntax this is.|"
        "Name it with one of {endings}.",
        "fr": "{name} : la terminaison du nom n’indique pas de syntaxe RDF connue.|"
        "Donnez-lui l’une de celles-ci : {endings}.",
    },
    "nothing inside": {
        "en": "The folder {name} holds no RDF file.|"
        "The names of RDF files end with one of {endings}.",
        "fr": "Le dossier {name} ne contient aucun fichier RDF.|"
        "Le nom d’un fichier RDF a l’une de ces terminaisons : {endings}.",
    },
    "encoding": {
        "en": "{name}, line {line}: the text is not encoded in UTF-8.|Save the file as UTF-8.",
        "fr": "{name}, ligne {line} : le texte n’est pas encodé en UTF-8.|"
        "Enregistrez le fichier en UTF-8.",
    },
    "binary": {
        "en": "{name} is not a text file, so it cannot be {syntax}.|"
        "Check that it is the right file.",
        "fr": "{name} n’est pas un fichier de texte ; ce ne peut être du {syntax}.|"
        "Vérifiez que c’est le bon fichier.",
    },
    "malformed": {
        "en": "{place}: this is not valid {syntax}: {reason}.|{remedy}",
        "fr": "{place} : ce n’est pas du {syntax} valable : {reason}.|{remedy}",
    },
    "place": {
        "en": "{name}, line {line}, column {column}",
        "fr": "{name}, ligne {line}, colonne {column}",
    },
    "correct": {"en": "Correct it there.", "fr": "Corrigez à cet endroit."},
}

# What the parser says → (reason, remedy), in English and French. {0}, {1} are the groups.
_REASONS: tuple[tuple[str, dict[str, tuple[str, str]]], ...] = (
    (
        r"The prefix (\S+) has not been declared",
        {
            "en": ("the prefix {0} is not declared", "Add a line `@prefix {0} <…> .` above."),
            "fr": (
                "le préfixe {0} n’est pas déclaré",
                "Ajoutez plus haut une ligne « @prefix {0} <…> . ».",
            ),
        },
    ),
    (
        r"A dot is expected at the end of statements",
        {
            "en": (
                "a statement ends here without its full stop",
                "Put a dot (or a semicolon, if it goes on) just before.",
            ),
            "fr": (
                "un énoncé s’arrête ici sans son point final",
                "Mettez un point (ou un point-virgule, s’il continue) juste avant.",
            ),
        },
    ),
    (
        r"Unexpected end of file",
        {
            "en": (
                "what is opened here is never closed",
                "Close the quotation marks or the < that stand here.",
            ),
            "fr": (
                "ce qui est ouvert ici n’est jamais fermé",
                "Fermez les guillemets ou le < qui se trouvent ici.",
            ),
        },
    ),
    (
        r"Unexpected end",
        {
            "en": (
                "the file ends in the middle of a statement",
                "Check that the file is whole and that quotes, brackets and dots are closed.",
            ),
            "fr": (
                "le fichier s’arrête au milieu d’un énoncé",
                "Vérifiez qu’il est entier et que guillemets, crochets et points sont fermés.",
            ),
        },
    ),
    (
        r"Line jumps are not allowed in string literals.*",
        {
            "en": (
                "a text opened with a quotation mark is not closed on its line",
                'Close it with ", or use """ around a text of several lines.',
            ),
            "fr": (
                "un texte ouvert par un guillemet n’est pas fermé sur sa ligne",
                'Fermez-le par ", ou entourez de """ un texte de plusieurs lignes.',
            ),
        },
    ),
    (
        r"No scheme found in an absolute IRI",
        {
            "en": ("an IRI is not written in full", "Write it from https:// on, or with a prefix."),
            "fr": (
                "un IRI n’est pas écrit en entier",
                "Écrivez-le à partir de https://, ou avec un préfixe.",
            ),
        },
    ),
    (
        r"Invalid IRI.*",
        {
            "en": (
                "an IRI holds a character that no IRI may hold",
                "Remove spaces and quotation marks between < and >.",
            ),
            "fr": (
                "un IRI contient un caractère interdit",
                "Retirez les espaces et les guillemets entre < et >.",
            ),
        },
    ),
    (
        r"(.*) is not a valid (?:RDF object|subject or graph name|predicate)",
        {
            "en": (
                "{0} cannot stand here",
                "Look just before it: a missing quotation mark, comma, semicolon, dot or value.",
            ),
            "fr": (
                "{0} n’a pas sa place ici",
                (
                    "Regardez juste avant : il manque un guillemet, une virgule, un point-virgule, "
                    "un point ou une valeur."
                ),
            ),
        },
    ),
    (
        r"blank node property lists should end with a '\]'",
        {
            "en": ("a bracket [ is not closed", "Put the ] where it belongs."),
            "fr": ("un crochet [ n’est pas fermé", "Mettez le ] à sa place."),
        },
    ),
    (
        r"No LoadDocumentCallback.*",
        {
            "en": (
                "it names an @context that is on the web, and nothing is fetched from there",
                "Put the context itself into the file.",
            ),
            "fr": (
                "il renvoie à un @context qui est sur le web, où rien n’est cherché",
                "Mettez le contexte lui-même dans le fichier.",
            ),
        },
    ),
)


def missing(name: str, language: str) -> UsageError:
    """There is nothing of that name."""
    return _error("missing", language, name=name)


def unreadable(name: str, error: OSError, language: str) -> UsageError:
    """The system refuses to open it."""
    reason = (error.strerror or "").lower() or type(error).__name__
    return _error("unreadable", language, name=name, reason=reason)


def empty(name: str, language: str) -> UsageError:
    """It parses, to nothing."""
    return _error("empty", language, name=name)


def unknown_ending(name: str, endings: Iterable[str], language: str) -> UsageError:
    """The name tells no syntax."""
    return _error("ending", language, name=name, endings=" ".join(endings))


def no_file_inside(name: str, endings: Iterable[str], language: str) -> UsageError:
    """A folder without a file of ours."""
    return _error("nothing inside", language, name=name, endings=" ".join(endings))


def not_utf8(name: str, content: bytes, error: UnicodeDecodeError, language: str) -> UsageError:
    """The bytes are no UTF-8; the line is that of the first wrong byte."""
    line = content.count(b"\n", 0, error.start) + 1
    return _error("encoding", language, name=name, line=line)


def not_text(name: str, syntax: str, language: str) -> UsageError:
    """The bytes are no text at all."""
    return _error("binary", language, name=name, syntax=syntax)


def malformed(name: str, syntax: str, error: SyntaxError, language: str) -> UsageError:
    """The text does not follow the grammar of its syntax.

    Args:
        name: the file.
        syntax: the name of the syntax.
        error: what pyoxigraph says, with the line and the column where it knows them.
        language: ``fr`` or ``en``.
    """
    said = re.sub(r"^Parser error .*?: ", "", error.msg).strip().rstrip(".")
    reason, remedy = said, _TEXTS["correct"][language]
    for pattern, texts in _REASONS:
        found = re.fullmatch(pattern, said)
        if found:
            reason, remedy = (text.format(*found.groups()) for text in texts[language])
            break
    place = name
    if error.lineno is not None and error.offset is not None:
        place = _TEXTS["place"][language].format(name=name, line=error.lineno, column=error.offset)
    return _error("malformed", language, place=place, syntax=syntax, reason=reason, remedy=remedy)


def _error(key: str, language: str, **values: object) -> UsageError:
    message, remedy = _TEXTS[key][language].split("|")
    return UsageError(message.format(**values), remedy.format(**values))
