"""What a person at a terminal sees of work that takes its time."""

from __future__ import annotations

import sys
import threading
from time import monotonic
from typing import Self

_STEPS = {
    "en": {
        "reading": "Reading",
        "judging": "Judging by the shapes",
        "writing": "Writing to disk",
        "sending": "Sending to the server",
        "packing": "Packing and reading again",
        "unpacking": "Unpacking and verifying",
    },
    "fr": {
        "reading": "Lecture",
        "judging": "Examen par les formes SHACL",
        "writing": "Écriture sur le disque",
        "sending": "Envoi au serveur",
        "packing": "Archivage et relecture",
        "unpacking": "Extraction et vérification",
    },
}
_FIRST, _EVERY = 0.5, 0.2


class Progress:
    """Says on standard error what is being done and for how long; on a terminal only.

    Args:
        language: ``fr`` or ``en``.
    """

    def __init__(self, language: str) -> None:
        self._steps = _STEPS[language]
        self._step, self._since, self._width = "", monotonic(), 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)

    def __call__(self, step: str) -> None:
        """Go on to another step.

        Args:
            step: ``reading judging writing sending packing unpacking``.
        """
        self._step, self._since = self._steps[step], monotonic()

    def tell(self, text: str) -> None:
        """Go on to a step that has its own words.

        Args:
            text: what is being done, without a full stop.
        """
        self._step, self._since = text, monotonic()

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._width:
            self._show("")

    def _tell(self) -> None:
        self._over.wait(_FIRST)
        while not self._over.wait(_EVERY):
            if self._step:
                self._show(f"{self._step}… {monotonic() - self._since:.0f} s")

    def _show(self, text: str) -> None:
        print(f"\r{text.ljust(self._width)}\r{text}", end="", file=sys.stderr, flush=True)
        self._width = len(text)
