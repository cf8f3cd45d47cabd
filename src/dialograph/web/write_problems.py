"""The kinds of problem that a change can meet (RFC 9457)."""

from __future__ import annotations

from dialograph.web.problem_types import ProblemType

REFUSED = ProblemType(
    "refused-by-gate",
    422,
    "The change was refused: it would make the graph invalid",
    "La modification est refusée : elle rendrait le graphe invalide",
    "Mend what is listed and send the change again; nothing of it was made.",
    "Corrigez ce qui est énuméré, puis renvoyez la modification ; rien n’en a été fait.",
)
BAD_DATA = ProblemType(
    "bad-data",
    400,
    "The data cannot be read",
    "Les données ne peuvent pas être lues",
    "Correct the data where it is said and send it again; nothing was changed.",
    "Corrigez les données à l’endroit indiqué, puis renvoyez-les ; rien n’a été modifié.",
)
UNAUTHORIZED = ProblemType(
    "unauthorized",
    401,
    "A token is needed to write",
    "Il faut un jeton pour écrire",
    "Send Authorization: Bearer and a token made with `dialograph token new`.",
    "Envoyez Authorization: Bearer suivi d’un jeton créé avec « dialograph token new ».",
)
OUT_OF_SCOPE = ProblemType(
    "insufficient-scope",
    403,
    "This token may not write that graph",
    "Ce jeton ne permet pas d’écrire dans ce graphe",
    "Use a token for that graph; whoever runs this server makes one.",
    "Employez un jeton pour ce graphe ; l’exploitant de ce serveur en crée un.",
)
READ_ONLY = ProblemType(
    "read-only",
    403,
    "Nothing can be written here",
    "Rien ne peut être écrit ici",
    "Whoever runs this server can allow it, as said.",
    "L’exploitant de ce serveur peut le permettre, comme indiqué.",
)
PRECONDITION = ProblemType(
    "precondition-failed",
    412,
    "A condition of the request does not hold",
    "Une condition de la requête n’est pas remplie",
    "Read the graph again, and send the change with its new ETag.",
    "Relisez le graphe, puis renvoyez la modification avec son nouvel ETag.",
)
BAD_UPDATE_REQUEST = ProblemType(
    "bad-update-request",
    400,
    "The request is not a SPARQL Update request",
    "La requête n’est pas une requête SPARQL Update",
    "Send one update: POST as application/sparql-update, or as a form with update=.",
    "Envoyez une mise à jour : POST en application/sparql-update, ou en formulaire avec update=.",
)
BAD_UPDATE = ProblemType(
    "bad-update",
    400,
    "The update does not parse",
    "La syntaxe de la mise à jour est incorrecte",
    "Correct the update at the line and column given, and send it again; nothing was changed.",
    "Corrigez la mise à jour à la ligne et à la colonne indiquées, puis renvoyez-la ; rien n’a été "
    "modifié.",
)
FORBIDDEN_UPDATE = ProblemType(
    "forbidden-update",
    403,
    "What is asked is never done by an update here",
    "Ce qui est demandé n’est jamais fait ici par une mise à jour",
    "Leave out LOAD and SERVICE, and send the data itself; queries are answered at /sparql.",
    "Retirez LOAD et SERVICE, et envoyez les données elles-mêmes ; /sparql répond aux requêtes.",
)
CANNOT_UPDATE = ProblemType(
    "cannot-update",
    422,
    "The update cannot be carried out",
    "La mise à jour ne peut pas être exécutée",
    "Change the part of the update that is named, and send it again; nothing was changed.",
    "Modifiez la partie de la mise à jour qui est nommée, puis renvoyez-la ; rien n’a été modifié.",
)
BAD_GRAPH_REQUEST = ProblemType(
    "bad-graph-request",
    400,
    "The request is not a Graph Store Protocol request",
    "La requête n’est pas une requête du protocole Graph Store",
    "Name one graph: /graphs?graph= and its IRI, /graphs?default, or /graphs/ and a name.",
    "Nommez un graphe : /graphs?graph= et son IRI, /graphs?default, ou /graphs/ et un nom.",
)
CHANGE_STOPPED = ProblemType(
    "change-stopped",
    503,
    "The change took too much and was stopped",
    "La modification demandait trop de temps ou de mémoire et a été arrêtée",
    "Nothing of it was made; send it in several smaller parts.",
    "Rien n’en a été fait ; envoyez-la en plusieurs parties plus petites.",
)
CHANGE_TOO_LARGE = ProblemType(
    "change-too-large",
    413,
    "What was sent is too large",
    "Ce qui a été envoyé est trop volumineux",
    "Send it in several parts.",
    "Envoyez-le en plusieurs parties.",
)
CHANGE_MEDIA = ProblemType(
    "unsupported-change-type",
    415,
    "What was sent is of a kind that is not read here",
    "Ce qui a été envoyé est d’un type qui n’est pas lu ici",
    "Send one of the types that the Accept-Post header lists, in UTF-8.",
    "Envoyez l’un des types que donne l’en-tête Accept-Post, en UTF-8.",
)
