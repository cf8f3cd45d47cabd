"""A bound query as one text that runs anywhere: its values stand in it as a row of terms.

This is what a page shows, what the query page opens, and what is run, so that all three agree.
No text that a person wrote enters the query: a value becomes a term first, and the library that
also parses the query writes that term.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from dialograph import iris
from dialograph.catalog import binding
from dialograph.catalog.parameters import Parameter, Term
from dialograph.catalog.queries import NamedQuery
from dialograph.engine.lexer import tokens
from dialograph.errors import UsageError

_OPEN, _CLOSE = {"{", "("}, {"}", ")"}

_TAKES_FR = {
    "iri": "GENRE/NOM ou un IRI entier",
    "endpoint": "l’adresse d’un point d’accès SPARQL",
    "literal": "un texte",
    "integer": "un nombre entier",
    "xsd_date": "un jour, écrit AAAA-MM-JJ",
    "xsd_gYear": "une année de quatre chiffres",
    "en": "un texte anglais",
    "fr": "un texte français",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one parameter.

    Args:
        parameter: its name, as it was given.
        en: what is wrong and what it takes, in English, and
        fr: in French.
    """

    parameter: str
    en: str
    fr: str


def spelled(query: NamedQuery, terms: Mapping[str, Term]) -> str:
    """The text of a query in which its parameters have values.

    Args:
        query: the query.
        terms: the term of each parameter that has a value, by the parameter's name; the others
            take the defaults that stand in the text.

    Returns:
        The text, with a ``VALUES`` block of one row at the beginning of its pattern, and with the
        addresses of endpoints where ``SERVICE`` names them.
    """
    given = [each for each in query.parameters if each.name in terms]
    addresses = {
        each.variable: term
        for each in given
        if each.kind == "endpoint" and isinstance(term := terms[each.name], ox.NamedNode)
    }
    text = binding.placed(query.text, addresses)
    variables = {each.name: each.variable for each in given if each.variable not in addresses}
    if not variables:
        return text
    names = " ".join(f"?{variable}" for variable in variables.values())
    row = " ".join(str(terms[name]) for name in variables)
    place = _pattern(text, query.form)
    block = f"\n  VALUES ({names}) {{ ({row}) }}"
    return text[:place] + block + text[place:]


def _pattern(text: str, form: str) -> int:
    """Where the pattern begins: after the first outermost brace, the second in a CONSTRUCT."""
    depth, found = 0, []
    for token in tokens(text):
        if token.text in _CLOSE:
            depth -= 1
        if depth == 0 and token.text == "{":
            found.append(token.start + 1)
        if token.text in _OPEN:
            depth += 1
    return found[form == "CONSTRUCT"]


def read_values(
    query: NamedQuery, values: Mapping[str, str]
) -> tuple[dict[str, Term], tuple[Fault, ...]]:
    """The terms that values mean, and all that is wrong with the values.

    Args:
        query: takes them.
        values: what a person wrote, by name of parameter; an empty value counts as none.

    Returns:
        The terms by name of parameter, and a fault for each name that the query does not know,
        each value that its parameter does not take, and each required parameter without a value.
    """
    known = {each.name: each for each in query.parameters}
    terms: dict[str, Term] = {}
    faults = [_unknown(query, name) for name in values if name not in known]
    for name, parameter in known.items():
        value = values.get(name, "").strip()
        if value:
            try:
                terms[name] = parameter.term(value)
            except UsageError as error:
                faults.append(Fault(name, str(error), _refused_fr(parameter, value)))
        elif parameter.required:
            faults.append(
                Fault(
                    name,
                    f"The parameter {name} needs a value: {parameter.takes()}.",
                    f"Le paramètre {name} demande une valeur : {takes(parameter, 'fr')}.",
                )
            )
    return terms, tuple(faults)


def spelled_out(query: NamedQuery, values: Mapping[str, str]) -> dict[str, str]:
    """The values of a query with the defaults of the others, for an address that asks the same.

    Args:
        query: takes them.
        values: what a person wrote, by name of parameter; an empty value counts as none.
    """
    told = {
        each.name: values.get(each.name, "").strip()
        or iris.shorten(each.default or "").removeprefix(f"{each.slugs_of}/")
        for each in query.parameters
    }
    return {name: text for name, text in told.items() if text}


def takes(parameter: Parameter, language: str) -> str:
    """What a parameter takes, as the end of a sentence in ``fr`` or ``en``."""
    if language != "fr":
        return parameter.takes()
    if parameter.choices:
        return "l’une des valeurs " + ", ".join(parameter.choices)
    if not parameter.kinds:
        return _TAKES_FR[parameter.kind]
    ways = [f"le nom d’une ressource du genre {parameter.slugs_of}"] if parameter.slugs_of else []
    if len(parameter.kinds) > 1:
        ways.append(f"GENRE/NOM, où GENRE est l’un de {', '.join(parameter.kinds)}")
    return ", ou ".join([*ways, "un IRI entier"])


def _unknown(query: NamedQuery, name: str) -> Fault:
    names = ", ".join(each.name for each in query.parameters)
    return Fault(
        name,
        f"The query {query.name} has no parameter {name}. "
        + (f"Its parameters are: {names}." if names else "It has none."),
        f"La requête {query.name} n’a pas de paramètre {name}. "
        + (f"Ses paramètres sont : {names}." if names else "Elle n’en a aucun."),
    )


def _refused_fr(parameter: Parameter, value: str) -> str:
    return (
        f"Le paramètre {parameter.name} attend {takes(parameter, 'fr')} ; « {value} » n’en est "
        f"pas. Par exemple : {parameter.example()}."
    )
