"""The queries behind the coverage page.

They follow the convention of the catalogue, so that their parameters are read, checked and
bound as everywhere; a filter without a value filters nothing.
"""

from __future__ import annotations

from dataclasses import replace

from dialograph import iris
from dialograph.catalog.front_matter import FrontMatter
from dialograph.catalog.parameters import Parameter
from dialograph.catalog.queries import NamedQuery

_PREFIXES = """PREFIX basis: <https://w3id.org/dialograph/id/alignment-basis/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dg: <https://w3id.org/dialograph/ontology#>
PREFIX framework: <https://w3id.org/dialograph/id/framework/>
PREFIX level: <https://w3id.org/dialograph/id/element-level/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

"""

_WORKS = """  ?alignment dg:alignsWith ?objective ;
    dg:aligns ?work .
  VALUES ?kind { dg:Activity dg:Document }
  ?work a/rdfs:subClassOf* ?kind .
  OPTIONAL { ?work schema:startDate|dcterms:issued ?date }
  BIND (xsd:integer(SUBSTR(STR(?date), 1, 4)) AS ?year)
  FILTER (!BOUND(?_type_iri) || EXISTS { ?work dcterms:type ?_type_iri })
  FILTER (!BOUND(?_basis_iri) || EXISTS { ?alignment dg:hasBasis ?_basis_iri })
  FILTER (
    !BOUND(?_partner_iri)
    || EXISTS { ?participation dg:takesPartIn ?work ; dg:hasPartner ?_partner_iri }
    || EXISTS { ?work dcterms:creator|dcterms:publisher ?_partner_iri }
  )
  FILTER (!BOUND(?_dialogue_iri) || EXISTS { ?work dg:belongsToDialogue ?_dialogue_iri })
"""

_LINES = f"""{_PREFIXES}SELECT ?objective ?notation ?label WHERE {{
  BIND (COALESCE(?_framework_iri, framework:gcm) AS ?framework)
  BIND (COALESCE(?_lang, "en") AS ?lang)
  BIND (IF(?lang = "fr", "en", "fr") AS ?otherLang)
  ?objective skos:inScheme ?framework ;
    dg:hasLevel ?level .
  FILTER (
    ?level = level:objective
    || (
      ?level IN (level:domain, level:pillar)
      && NOT EXISTS {{ ?any skos:inScheme ?framework ; dg:hasLevel level:objective }}
    )
  )
  OPTIONAL {{ ?objective skos:notation ?notation }}
  OPTIONAL {{ ?objective skos:prefLabel ?label FILTER (LANG(?label) = ?lang) }}
  OPTIONAL {{ ?objective skos:prefLabel ?label FILTER (LANG(?label) = ?otherLang) }}
}}
ORDER BY COALESCE(xsd:integer(REPLACE(?notation, "[^0-9]", "")), 0) COALESCE(STR(?notation), "")
  STR(?objective)
"""

# A work of which two claims are made counts by the stronger one: what is stated, what is stated or
# reported, and what has any basis are counted, and their differences shown.
_NUMBERS = """(COUNT(DISTINCT ?work) AS ?works) (COUNT(DISTINCT ?statedWork) AS ?stated)
  (COUNT(DISTINCT ?saidWork) AS ?said) (COUNT(DISTINCT ?basedWork) AS ?based)"""

_BASES = """  OPTIONAL { ?alignment dg:hasBasis ?basis }
  BIND (IF(?basis = basis:stated, ?work, ?none) AS ?statedWork)
  BIND (IF(?basis IN (basis:stated, basis:reported), ?work, ?none) AS ?saidWork)
  BIND (IF(?basis IN (basis:stated, basis:reported, basis:inferred), ?work, ?none) AS ?basedWork)
"""

_COUNTS = f"""{_PREFIXES}SELECT ?objective ?year ?kind {_NUMBERS}
WHERE {{
  BIND (COALESCE(?_framework_iri, framework:gcm) AS ?framework)
  ?objective skos:inScheme ?framework .
{_WORKS}{_BASES}}}
GROUP BY ?objective ?year ?kind
ORDER BY STR(?objective) ?year ?kind
"""

_BY_DIALOGUE = f"""{_PREFIXES}SELECT ?objective ?dialogue ?kind {_NUMBERS}
WHERE {{
  BIND (COALESCE(?_framework_iri, framework:gcm) AS ?framework)
  ?objective skos:inScheme ?framework .
{_WORKS}{_BASES}  OPTIONAL {{ ?work dg:belongsToDialogue ?dialogue }}
}}
GROUP BY ?objective ?dialogue ?kind
ORDER BY STR(?objective) ?dialogue ?kind
"""

_CELL = f"""{_PREFIXES}SELECT DISTINCT ?work ?workLabel ?date ?typeLabel ?basisLabel ?rationale
  ?quote ?block ?document ?documentLabel WHERE {{
  BIND (COALESCE(?_objective_iri, dg:none) AS ?objective)
  BIND (COALESCE(?_lang, "en") AS ?lang)
  BIND (IF(?lang = "fr", "en", "fr") AS ?otherLang)
{_WORKS}  FILTER (!BOUND(?_year_integer) || (BOUND(?year) && ?year = ?_year_integer))
  FILTER (!BOUND(?_dated) || BOUND(?year) = (?_dated = "yes"))
  FILTER (
    !BOUND(?_belongs) || EXISTS {{ ?work dg:belongsToDialogue ?any }} = (?_belongs = "yes")
  )
  OPTIONAL {{ ?work skos:prefLabel ?workLabel FILTER (LANG(?workLabel) = ?lang) }}
  OPTIONAL {{ ?work skos:prefLabel ?workLabel FILTER (LANG(?workLabel) = ?otherLang) }}
  OPTIONAL {{
    ?work dcterms:type/skos:prefLabel ?typeLabel FILTER (LANG(?typeLabel) = ?lang)
  }}
  OPTIONAL {{
    ?alignment dg:hasBasis/skos:prefLabel ?basisLabel FILTER (LANG(?basisLabel) = ?lang)
  }}
  OPTIONAL {{ ?alignment dg:rationale ?rationale FILTER (LANG(?rationale) = ?lang) }}
  OPTIONAL {{
    ?alignment dg:hasEvidence ?evidence .
    ?evidence oa:hasSelector/oa:exact ?quote ;
      oa:hasSource ?document .
    OPTIONAL {{ ?evidence dg:blockNumber ?block }}
  }}
  OPTIONAL {{
    ?alignment dg:hasEvidence ?evidence .
    ?evidence oa:hasSource/skos:prefLabel ?documentLabel FILTER (LANG(?documentLabel) = ?lang)
  }}
  OPTIONAL {{
    ?alignment dg:hasEvidence ?evidence .
    ?evidence oa:hasSource/skos:prefLabel ?documentLabel FILTER (LANG(?documentLabel) = ?otherLang)
  }}
}}
ORDER BY COALESCE(STR(?date), "9999") STR(?work) ?block STR(?quote)
"""

_PARTNERS = ("country", "organisation", "project", "dialogue", "partner")
FRAMEWORK = Parameter(
    "framework",
    "_framework_iri",
    "iri",
    {"en": "Framework", "fr": "Cadre"},
    default=str(iris.resource("framework", "gcm")),
    kinds=("framework",),
    slugs_of="framework",
)
_TYPE = Parameter(
    "type",
    "_type_iri",
    "iri",
    {"en": "Type of activity or document", "fr": "Type d’activité ou de document"},
    kinds=("activity-type", "document-type"),
)
_PARTNER = Parameter(
    "partner", "_partner_iri", "iri", {"en": "Partner", "fr": "Partenaire"}, kinds=_PARTNERS
)
_BASIS = Parameter(
    "basis",
    "_basis_iri",
    "iri",
    {"en": "Basis", "fr": "Fondement"},
    kinds=("alignment-basis",),
    slugs_of="alignment-basis",
)
_OBJECTIVE = Parameter(
    "objective",
    "_objective_iri",
    "iri",
    {"en": "Objective", "fr": "Objectif"},
    kinds=("objective", "element"),
    slugs_of="objective",
    required=True,
)
_YEAR = Parameter("year", "_year_integer", "integer", {"en": "Year", "fr": "Année"})
_DATED = Parameter(
    "dated", "_dated", "literal", {"en": "With a date", "fr": "Avec une date"}, None, ("yes", "no")
)
_DIALOGUE = Parameter(
    "dialogue",
    "_dialogue_iri",
    "iri",
    {"en": "Dialogue", "fr": "Dialogue"},
    kinds=("dialogue",),
    slugs_of="dialogue",
)
_BELONGS = Parameter(
    "belongs",
    "_belongs",
    "literal",
    {"en": "Of a dialogue", "fr": "D’un dialogue"},
    None,
    ("yes", "no"),
)
BY = Parameter(
    "by", "_by", "literal", {"en": "Columns", "fr": "Colonnes"}, "year", ("year", "dialogue")
)
"""What the columns of the table are."""

_LANG = Parameter(
    "lang",
    "_lang",
    "literal",
    {"en": "Language of the labels", "fr": "Langue des libellés"},
    "en",
    ("en", "fr"),
)
FILTERS = (_DIALOGUE, _TYPE, _PARTNER, _BASIS)
"""What may narrow the counts down."""


_ABOUT = {
    "coverage": FrontMatter(
        {
            "en": "How much was done on each objective of a framework, by year or by dialogue?",
            "fr": "Combien d’activités et de documents servent chaque objectif d’un cadre, par "
            "année ou par dialogue ?",
        },
        {
            "en": "Activities and documents by objective and year, or by objective and dialogue, "
            "narrowed down by dialogue, type, partner and basis; where nothing is recorded, that "
            "is a gap.",
            "fr": "Activités et documents par objectif et par année, ou par objectif et par "
            "dialogue, filtrés par dialogue, type, partenaire et fondement ; là où rien n’est "
            "enregistré, c’est une lacune.",
        },
        ("coverage",),
        (),
    ),
    "coverage/cell": FrontMatter(
        {
            "en": "What was done on an objective in a year, and on which words does that rest?",
            "fr": "Qu’a-t-on fait pour un objectif une année donnée, et sur quels mots cela "
            "repose-t-il ?",
        },
        {
            "en": "The activities and documents behind one number of the coverage, each with the "
            "basis and the quote of its claim.",
            "fr": "Les activités et documents derrière un nombre de la couverture, avec le "
            "fondement et la citation de chaque affirmation.",
        },
        ("coverage",),
        (),
    ),
}


def _query(name: str, text: str, *parameters: Parameter) -> NamedQuery:
    return NamedQuery(name, text, "SELECT", replace(_ABOUT[name], parameters=parameters))


LINES = _query("coverage", _LINES, FRAMEWORK, _LANG)
"""The objectives of a framework, in its order; its domains or pillars where it has none."""

COUNTS = _query("coverage", _COUNTS, FRAMEWORK, *FILTERS)
"""How many activities and documents by objective and year, and on which basis."""

COUNTS_BY_DIALOGUE = _query("coverage", _BY_DIALOGUE, FRAMEWORK, *FILTERS)
"""The same by objective and dialogue; what belongs to two dialogues counts for both."""

MATRIX = _query("coverage", _COUNTS, FRAMEWORK, BY, *FILTERS, _LANG)
"""The parameters of the whole: those of the queries above."""

CELL = _query("coverage/cell", _CELL, _OBJECTIVE, _YEAR, _DATED, _BELONGS, *FILTERS, _LANG)
"""The works behind one number, with what each claim rests on."""


def in_use(parameter: Parameter, language: str) -> str:
    """The query for what a filter may usefully be: partners, or types, of works that are aligned.

    Args:
        parameter: one of :data:`FILTERS`.
        language: of the labels.
    """
    patterns = {
        "type": "?work dcterms:type ?iri .",
        "basis": "?alignment dg:hasBasis ?iri .",
        "dialogue": "?work dg:belongsToDialogue ?iri .",
        "partner": "{ ?p dg:takesPartIn ?work ; dg:hasPartner ?iri } "
        "UNION { ?work dcterms:creator|dcterms:publisher ?iri }",
    }
    lang, other = ("fr", "en") if language == "fr" else ("en", "fr")
    return f"""{_PREFIXES}SELECT DISTINCT ?iri ?label WHERE {{
  ?alignment dg:aligns ?work .
  {patterns[parameter.name]}
  OPTIONAL {{ ?iri skos:prefLabel ?first FILTER (LANG(?first) = "{lang}") }}
  OPTIONAL {{ ?iri skos:prefLabel ?second FILTER (LANG(?second) = "{other}") }}
  BIND (COALESCE(?first, ?second) AS ?label)
}}
ORDER BY REPLACE(STR(?iri), "/[^/]*$", "") LCASE(STR(?label))"""
