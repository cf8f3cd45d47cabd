"""Why there is nothing of a resource: it was withdrawn (410), or never was (404)."""

from __future__ import annotations

from dialograph.engine.withdrawn import Withdrawal
from dialograph.web.problems import NOT_FOUND, WITHDRAWN, Problem


def absence(went: Withdrawal | None, number: int | None) -> Problem:
    """The problem that tells it.

    Args:
        went: when the resource went; None where it is not known that it ever was.
        number: of the older version that was looked in; None for the current one.
    """
    if went is not None:
        return _withdrawn(went)
    if number is not None:
        return Problem(
            NOT_FOUND,
            f"Version {number} says nothing of a resource of this name.",
            french=f"La version {number} ne dit rien d’une ressource de ce nom.",
        )
    return Problem(
        NOT_FOUND,
        "No resource has this name.",
        french="Aucune ressource ne porte ce nom.",
    )


def _withdrawn(went: Withdrawal) -> Problem:
    day, kept, conservee, headers = went.time.date().isoformat(), "", "", {}
    read = f"{went.iri}?version={went.last}"
    if went.is_kept:
        headers["Link"] = f'<{read}>; rel="predecessor-version"'  # RFC 5829, section 3.4
    else:
        kept, conservee = " That one is kept no more.", " Celle-ci n’est plus conservée."
    return Problem(
        WITHDRAWN,
        f"It was withdrawn with version {went.version}, on {day}; version {went.last} was the last "
        f"to have it.{kept}",
        headers,
        {
            "withdrawn": {
                "id": went.iri,
                "version": went.version,
                "time": went.time.isoformat(timespec="seconds"),
                "last": went.last,
                "read": read if went.is_kept else None,
            }
        },
        f"Elle a été retirée à la version {went.version}, le {day} ; la version {went.last} est la "
        f"dernière à la contenir.{conservee}",
    )
