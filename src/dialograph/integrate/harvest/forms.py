"""In which syntax a document stands: as the source says, else its server, else its name."""

from __future__ import annotations

from urllib.parse import urlsplit

from dialograph import formats
from dialograph.integrate.harvest.replies import FetchError, Reply

ACCEPT = (
    "application/n-quads, application/n-triples, text/turtle;q=0.9, application/trig;q=0.9, "
    "application/ld+json;q=0.8, application/rdf+xml;q=0.7, text/html;q=0.3, */*;q=0.1"
)
"""What can be read, for an ``Accept``; what is read fastest comes first."""
_PAGES = {"text/html", "application/xhtml+xml"}
_ENDINGS = {
    **{ending: form.name for ending, form in formats.BY_EXTENSION.items()},
    **dict.fromkeys(("owl", "xml"), formats.RDFXML.name),
    **dict.fromkeys(("json",), formats.JSONLD.name),
    **dict.fromkeys(("html", "htm", "xhtml"), formats.HTML.name),
    "n3": formats.TURTLE.name,
}


def form_of(reply: Reply, wanted: str = "") -> str:
    """The name of the syntax of what a server gave.

    Args:
        reply: what it gave.
        wanted: what the source says that it is; empty when it does not.

    Raises:
        FetchError: nobody knows.
    """
    told = reply.media_type
    found = wanted or form_of_type(told) or form_of_name(urlsplit(reply.address).path)
    if not found:
        shown = told or "nothing"
        raise FetchError(
            f"{reply.address} gives {shown}, which is not known to hold RDF.",
            "Say format in the source if it does.",
            french=f"{reply.address} donne {told or 'un type inconnu'}, dont on ne sait pas s’il "
            "contient du RDF. Indiquez format dans la source si c’est le cas.",
        )
    return found


def form_of_type(media_type: str) -> str:
    """The name of the syntax of a media type; empty when it is none of RDF."""
    if media_type in _PAGES:
        return formats.HTML.name
    found = formats.named(media_type, formats.GRAPH_FORMATS) if "/" in media_type else None
    return found.name if found else ""


def form_of_name(name: str) -> str:
    """The name of the syntax that the end of a file's name stands for, or an empty text."""
    return _ENDINGS.get(name.lower().removesuffix(".gz").rpartition(".")[2], "")
