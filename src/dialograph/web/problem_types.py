"""The kinds of problem that a request can meet (RFC 9457); those of changes stand beside."""

from __future__ import annotations

from dataclasses import dataclass

from dialograph.languages import told_in


@dataclass(frozen=True)
class ProblemType:
    """A kind of problem, the same wherever it comes up.

    Args:
        slug: the end of its IRI, ``BASE_IRI`` + ``problems/`` + slug; never changes.
        status: the HTTP status.
        en: its title in English, and
        fr: in French.
        remedy_en: what to do about it, and
        remedy_fr: in French.
    """

    slug: str
    status: int
    en: str
    fr: str
    remedy_en: str
    remedy_fr: str

    def title(self, language: str) -> str:
        """The title in a language, or else in English."""
        own = told_in(language, "problems", f"{self.slug}_title")
        return own or (self.fr if language == "fr" else self.en)

    def remedy(self, language: str) -> str:
        """What to do, in a language, or else in English."""
        own = told_in(language, "problems", f"{self.slug}_remedy")
        return own or (self.remedy_fr if language == "fr" else self.remedy_en)


BAD_REQUEST = ProblemType(
    "bad-request",
    400,
    "The request is not a SPARQL Protocol request",
    "La requête n’est pas une requête du protocole SPARQL",
    "Send one query: GET with ?query=, or POST as a form or as application/sparql-query.",
    "Envoyez une seule requête : GET avec ?query=, ou POST en formulaire ou en "
    "application/sparql-query.",
)
BAD_SYNTAX = ProblemType(
    "bad-syntax",
    400,
    "The query does not parse",
    "La syntaxe de la requête est incorrecte",
    "Correct the query at the line and column given, and send it again.",
    "Corrigez la requête à la ligne et à la colonne indiquées, puis renvoyez-la.",
)
CANNOT_EVALUATE = ProblemType(
    "cannot-evaluate",
    422,
    "The query cannot be evaluated",
    "La requête ne peut pas être évaluée",
    "Change the part of the query that is named, and send it again.",
    "Modifiez la partie de la requête qui est nommée, puis renvoyez-la.",
)
FORBIDDEN = ProblemType(
    "forbidden-query",
    403,
    "The query asks for what this endpoint never does",
    "La requête demande ce que ce point d’accès ne fait jamais",
    "Leave SERVICE out, and ask with SELECT, ASK, CONSTRUCT or DESCRIBE: this endpoint only reads, "
    "and reaches no other server.",
    "Retirez SERVICE et interrogez avec SELECT, ASK, CONSTRUCT ou DESCRIBE : ce point d’accès ne "
    "fait que lire et ne contacte aucun autre serveur.",
)
NOT_FOUND = ProblemType(
    "not-found",
    404,
    "There is nothing at this address",
    "Il n’y a rien à cette adresse",
    "Start from the home page, or check the address.",
    "Partez de la page d’accueil, ou vérifiez l’adresse.",
)
CURRENT_ONLY = ProblemType(
    "current-version-only",
    400,
    "Only the current version is told here",
    "Seule la version actuelle est donnée ici",
    "Leave the parameter version out, or ask an older version at /sparql or /download/.",
    "Omettez le paramètre version, ou interrogez une version antérieure par /sparql ou /download/.",
)
GONE = ProblemType(
    "gone",
    410,
    "What was here is no longer kept",
    "Ce qui se trouvait ici n’est plus conservé",
    "Begin again at /feed, which leads to all that is kept.",
    "Reprenez à /feed, qui mène à tout ce qui est conservé.",
)
WITHDRAWN = ProblemType(
    "withdrawn",
    410,
    "This was withdrawn",
    "Cette ressource a été retirée",
    "Read it in the last version that has it, where that is still kept.",
    "Lisez-la dans la dernière version qui la contient, si elle est encore conservée.",
)
METHOD = ProblemType(
    "method-not-allowed",
    405,
    "This method is not allowed here",
    "Cette méthode n’est pas permise ici",
    "Use one of the methods that the Allow header lists.",
    "Employez l’une des méthodes que donne l’en-tête Allow.",
)
NOT_ACCEPTABLE = ProblemType(
    "not-acceptable",
    406,
    "The answer cannot be written in what the request accepts",
    "La réponse ne peut pas être écrite dans ce que la requête accepte",
    "Ask for one of the formats listed, in Accept or with format=.",
    "Demandez l’un des formats énumérés, dans Accept ou avec format=.",
)
TOO_LARGE = ProblemType(
    "too-large",
    413,
    "The request is too large",
    "La requête est trop volumineuse",
    "Send a shorter query.",
    "Envoyez une requête plus courte.",
)
MEDIA = ProblemType(
    "unsupported-media-type",
    415,
    "The request body is of a kind that this endpoint does not read",
    "Le corps de la requête est d’un type que ce point d’accès ne lit pas",
    "Send application/sparql-query or application/x-www-form-urlencoded, in UTF-8.",
    "Envoyez application/sparql-query ou application/x-www-form-urlencoded, en UTF-8.",
)
BAD_HTTP = ProblemType(
    "bad-http",
    400,
    "The request is not HTTP",
    "La requête n’est pas conforme à HTTP",
    "Send an HTTP/1.1 request.",
    "Envoyez une requête HTTP/1.1.",
)
REQUEST_TIMEOUT = ProblemType(
    "request-timeout",
    408,
    "The request took too long to arrive",
    "La requête a mis trop de temps à arriver",
    "Send the whole request at once.",
    "Envoyez la requête entière en une fois.",
)
URI_TOO_LONG = ProblemType(
    "uri-too-long",
    414,
    "The address is too long",
    "L’adresse est trop longue",
    "Send the query with POST.",
    "Envoyez la requête avec POST.",
)
HEADERS_TOO_LARGE = ProblemType(
    "headers-too-large",
    431,
    "The headers of the request are too large",
    "Les en-têtes de la requête sont trop volumineux",
    "Send fewer and shorter headers.",
    "Envoyez moins d’en-têtes, et plus courts.",
)
OVER_BUDGET = ProblemType(
    "over-budget",
    429,
    "Your query-seconds are used up for now",
    "Vos secondes de requête sont épuisées pour le moment",
    "Wait as long as Retry-After says; short queries are answered meanwhile.",
    "Attendez le temps indiqué par Retry-After ; les requêtes courtes reçoivent une réponse "
    "entre-temps.",
)
RESULT_TOO_LARGE = ProblemType(
    "result-too-large",
    422,
    "The answer is too large",
    "La réponse est trop volumineuse",
    "Ask for less: fewer columns, a narrower pattern, or one part at a time.",
    "Demandez moins : moins de colonnes, un motif plus étroit, ou une partie à la fois.",
)
TIMED_OUT = ProblemType(
    "timed-out",
    503,
    "The query took too long and was stopped",
    "La requête a pris trop de temps et a été arrêtée",
    "Ask for less: fewer patterns, a LIMIT, or one part at a time.",
    "Demandez moins : moins de motifs, un LIMIT, ou une partie à la fois.",
)
OUT_OF_MEMORY = ProblemType(
    "out-of-memory",
    503,
    "The query took too much memory and was stopped",
    "La requête a pris trop de mémoire et a été arrêtée",
    "Ask for less: fewer patterns, no sorting of large answers.",
    "Demandez moins : moins de motifs, pas de tri de longues réponses.",
)
BUSY = ProblemType(
    "busy",
    503,
    "The server is busy",
    "Le serveur est occupé",
    "Ask again after the time that Retry-After says.",
    "Réessayez après le temps indiqué par Retry-After.",
)
NOT_READY = ProblemType(
    "not-ready",
    503,
    "The dataset is being loaded",
    "Le jeu de données est en cours de chargement",
    "Ask again in a moment.",
    "Réessayez dans un instant.",
)
UNAVAILABLE = ProblemType(
    "unavailable",
    503,
    "There is no answer at the moment",
    "Il n’y a pas de réponse pour le moment",
    "Ask again after the time that Retry-After says.",
    "Réessayez après le temps indiqué par Retry-After.",
)
TOO_COMPLEX = ProblemType(
    "too-complex",
    422,
    "The query is too complex",
    "La requête est trop complexe",
    "Ask in several queries, or list terms with VALUES.",
    "Interrogez en plusieurs requêtes, ou énumérez les termes avec VALUES.",
)
INTERNAL = ProblemType(
    "internal-error",
    500,
    "Something broke on our side",
    "Une erreur s’est produite de notre côté",
    "Try again; if it stays, tell whoever runs this server what you asked and when.",
    "Réessayez ; si cela persiste, signalez à l’exploitant de ce serveur ce que vous demandiez et "
    "quand.",
)
