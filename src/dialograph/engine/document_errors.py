"""What is said of an RDF document that is refused, in English and in French."""

from __future__ import annotations

import re

from dialograph.errors import UsageError

_SHOWN = 120

# What the library's parsers say → what a person is told. {0} is the first group.
_REASONS: tuple[tuple[str, str, str], ...] = (
    (
        r"The prefix (\S+?):? has not been declared",
        "the prefix {0}: is not declared; declare it above with @prefix",
        "le préfixe {0}: n’est pas déclaré ; déclarez-le plus haut par @prefix",
    ),
    (
        r"A dot is expected at the end of statements",
        "a statement ends here without its full stop; put a dot just before",
        "un énoncé s’arrête ici sans son point final ; mettez un point juste avant",
    ),
    (
        r"Unexpected end of file",
        "what is opened here is never closed; close the quotation marks or the < that stand here",
        "ce qui est ouvert ici n’est jamais fermé ; fermez les guillemets ou le < qui s’y trouvent",
    ),
    (
        r"Unexpected end",
        "the text ends in the middle of a statement; check that it is whole",
        "le texte s’arrête au milieu d’un énoncé ; vérifiez qu’il est entier",
    ),
    (
        r"Line jumps are not allowed in string literals.*",
        'a text is not closed on its line; close it with ", or use """ around several lines',
        'un texte n’est pas fermé sur sa ligne ; fermez-le par ", ou mettez """ autour des lignes',
    ),
    (
        r".*No scheme found in an absolute IRI",
        "an IRI is not written in full; write it from https:// on, or with a prefix",
        "un IRI n’est pas écrit en entier ; écrivez-le à partir de https://, ou avec un préfixe",
    ),
    (
        r".*Invalid (?:absolute )?IRI.*",
        "an IRI holds what no IRI may hold; remove spaces, quotation marks and lone % signs",
        "un IRI contient ce qu’aucun IRI ne contient ; retirez espaces, guillemets et % isolés",
    ),
    (
        r"(.*) is not a valid (?:RDF object|subject or graph name|predicate)",
        "{0} cannot stand here; look just before it for a missing quotation mark, comma or dot",
        "{0} n’a pas sa place ici ; voyez juste avant s’il manque un guillemet ou un point",
    ),
    (
        r"blank node property lists should end with a '\]'",
        "a bracket [ is not closed; put the ] where it belongs",
        "un crochet [ n’est pas fermé ; mettez le ] à sa place",
    ),
)


class DocumentError(UsageError):
    """An RDF document that is refused, whole: it does not parse, or asks for what is never done.

    Args:
        english: what is wrong, where, and what to do about it, and
        french: the same in French.
        line: 1-based line, or None where it cannot be told.
        column: 1-based column, likewise.
    """

    def __init__(
        self, english: str, french: str, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(english, french=french)
        self.line = line
        self.column = column


class DocumentTooLargeError(DocumentError):
    """An RDF document past one of the bounds: too long, too many statements, too long a text."""


def at(line: int | None, column: int | None, english: str, french: str) -> DocumentError:
    """A refusal that names a place.

    Args:
        line: 1-based line, or None where it cannot be told, and
        column: the column.
        english: what is wrong, starting with a small letter and without a full stop.
        french: the same in French.
    """
    if line is None:
        english, french = english[:1].upper() + english[1:], french[:1].upper() + french[1:]
        return DocumentError(f"{english}.", f"{french}.")
    place = (f"Line {line}", f"Ligne {line}")
    if column is not None:
        place = (f"{place[0]}, column {column}", f"{place[1]}, colonne {column}")
    return DocumentError(f"{place[0]}: {english}.", f"{place[1]} : {french}.", line, column)


def malformed(label: str, said: str, line: int | None, column: int | None) -> DocumentError:
    """A document that does not follow its grammar.

    Args:
        label: the name of the syntax.
        said: what a parser says.
        line: where, and
        column: as :func:`at`.
    """
    reason = re.sub(r"^Parser error .*?: ", "", said).strip()
    reason = " ".join(re.sub(r" \(line \d+\)$", "", reason).rstrip(".").split())
    english = reason if len(reason) <= _SHOWN else reason[:_SHOWN] + "…"
    french = f"l’analyseur dit, en anglais : « {english} »"
    for pattern, *texts in _REASONS:
        found = re.fullmatch(pattern, reason, re.DOTALL)
        if found:
            groups = [
                each if len(each) <= _SHOWN else each[:_SHOWN] + "…" for each in found.groups()
            ]
            english, french = (text.format(*groups) for text in texts)
            break
    return at(
        line,
        column,
        f"this is not valid {label}: {english}",
        f"ce n’est pas du {label} valable : {french}",
    )


def too_deep(nesting: int) -> DocumentError:
    """A document whose brackets, elements or objects stand in one another too often."""
    return DocumentError(
        f"The document nests more than {nesting} levels deep; name its resources instead of "
        "writing them into one another.",
        f"Le document s’imbrique sur plus de {nesting} niveaux ; nommez ses ressources au lieu de "
        "les écrire l’une dans l’autre.",
    )
