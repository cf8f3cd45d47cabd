"""A request for a named query, read: its values as terms, and all that is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from starlette.requests import Request

from dialograph.catalog.queries import NamedQuery
from dialograph.catalog.spelling import Fault, read_values, spelled, spelled_out
from dialograph.languages import LANGUAGES
from dialograph.web.passing import PASSED_ON
from dialograph.web.problems import ALL, Problem, ProblemType
from dialograph.web.query_forms import LANGUAGE
from dialograph.web.sparql_request import read_address

BAD_PARAMETERS = ProblemType(
    "bad-parameters",
    422,
    "A parameter is not what it should be",
    "Un paramètre n’est pas ce qu’il devrait être",
    "Correct the parameters that are named, and ask again.",
    "Corrigez les paramètres nommés, puis interrogez de nouveau.",
)
ALL.setdefault(BAD_PARAMETERS.slug, BAD_PARAMETERS)


class Asked:
    """One request for a named query, read.

    Args:
        query: which.
        request: has the parameters; a language that the query does not take is the page's.
        default_language: the language of the labels when none is asked for.

    Raises:
        Problem: 400 for an address that is not UTF-8, and for a version that is no number.
    """

    def __init__(self, query: NamedQuery, request: Request, default_language: str) -> None:
        known = {each.name for each in query.parameters}
        pairs = [
            (name, value)
            for name, value in request.query_params.multi_items()
            if name in known or name not in (LANGUAGE, *PASSED_ON)
        ]
        self.query = query
        version = read_address(request.scope["query_string"]).version
        self.version = "" if version is None else str(version)
        """The number of the version that is asked; empty for the current one."""
        self.values = dict(pairs)
        if LANGUAGE in known:
            told = self.values.setdefault(LANGUAGE, default_language)
            takes = next(each.choices for each in query.parameters if each.name == LANGUAGE)
            if takes and told in LANGUAGES and told not in takes:
                # A page may speak a language in which the data has no labels.
                self.values[LANGUAGE] = takes[0]
        self.terms, faults = read_values(query, self.values)
        twice = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
        self.faults = (*faults, *map(_twice, twice))

    @property
    def lacks_only(self) -> bool:
        """Whether something is wrong, and nothing but that values are missing."""
        needed = [each for each in self.query.parameters if each.required]
        missing = [each for each in needed if not self.values.get(each.name, "").strip()]
        return 0 < len(self.faults) == len(missing)

    @property
    def text(self) -> str:
        """The query with its values, as it is asked."""
        return spelled(self.query, self.terms)

    @property
    def given(self) -> Mapping[str, str]:
        """All parameters with their values, for an address that asks the same again."""
        pin = {"version": self.version} if self.version else {}
        return {**spelled_out(self.query, self.values), **pin}

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows what is wrong."""
        return BAD_PARAMETERS.status if self.faults else 200

    def problem(self) -> Problem:
        """What is wrong with the parameters, each by name, in both languages."""
        return Problem(
            BAD_PARAMETERS,
            " ".join(each.en for each in self.faults),
            members={
                "parameters": [
                    {"name": each.parameter, "en": each.en, "fr": each.fr} for each in self.faults
                ]
            },
            french=" ".join(each.fr for each in self.faults),
        )


def _twice(name: str) -> Fault:
    return Fault(
        name,
        f"The parameter {name} is given more than once.",
        f"Le paramètre {name} est donné plus d’une fois.",
    )
