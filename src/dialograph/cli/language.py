"""The language in which a person is spoken to."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping

LANGUAGES = ("en", "fr")


def add_option(parser: argparse.ArgumentParser) -> None:
    """Give a command its ``--lang``."""
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=of_environment(os.environ),
        help="language of what is said (default: that of LC_ALL or LANG, else en)",
    )


def of_environment(environment: Mapping[str, str]) -> str:
    """``fr`` or ``en``, as the locale says; ``en`` where it says another language or nothing.

    Args:
        environment: the variables of the process; the first of ``LC_ALL``, ``LC_MESSAGES`` and
            ``LANG`` that is not empty counts.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"
