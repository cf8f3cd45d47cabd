"""Identifiers that several registers share, in one spelling each: ISO, M49, SDG, DOI."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_ISO_LETTERS = {2: "iso2", 3: "iso3"}
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_UN_SYMBOL = re.compile(r"[AES](/[A-Z0-9.]+)+/\d+(/[A-Z0-9.]+)*", re.IGNORECASE)
_IRIS = (
    (r"(?:sws\.|www\.)?geonames\.org/(\d+)(?:/.*)?", "geonames:{}"),
    (r"(?:www\.)?wikidata\.org/(?:entity|wiki)/(Q\d+)", "wikidata:{}"),
    (r"publications\.europa\.eu/resource/authority/country/([A-Z]{3})", "iso3:{}"),
    (r"publications\.europa\.eu/resource/authority/([a-z-]+/[\w.-]+)", "eu:{}"),
    (r"eurovoc\.europa\.eu/(\d+)", "eurovoc:{}"),
    (r"metadata\.un\.org/sdg/([\w.]+)", "sdg:{}"),
    (r"(?:www\.)?lexvo\.org/id/iso3166/([A-Z]{2})", "iso2:{}"),
    (r"unstats\.un\.org/unsd/methodology/m49/?#?/?(\d{3})", "m49:{}"),
    (r"(?:dx\.)?doi\.org/(10\.\d{4,9}/.+)", "doi:{}"),
    (r"(?:www\.)?undocs\.org/(?:[a-z]{2}/)?([AES]/.+)", "un:{}"),
)
_PATTERNS = tuple((re.compile(pattern), form) for pattern, form in _IRIS)
_TRACKING = re.compile(r"(utm_\w+|fbclid|gclid)=[^&]*&?")
_LOWER = ("doi:",)
_UPPER = ("un:",)


def of_iri(iri: str) -> str:
    """What an IRI of a known register identifies, in one spelling; empty for any other.

    ``http://publications.europa.eu/resource/authority/country/TUR`` is ``iso3:TUR``.
    """
    bare = re.sub(r"^https?://", "", iri.strip())
    for pattern, form in _PATTERNS:
        found = pattern.fullmatch(bare)
        if found:
            return _spelt(form.format(unquote(found[1])))
    return ""


def of_code(text: str, kind: str) -> str:
    """What a code in a literal identifies, in one spelling; empty when it is none that is known.

    Args:
        text: such as ``TR``, ``792``, ``doi:10.1000/x`` or ``A/RES/73/195``.
        kind: of what bears it: letters and digits are codes of countries only.
    """
    bare = text.strip()
    if kind == "country":
        if bare.isascii() and bare.isalpha() and bare.isupper() and len(bare) in _ISO_LETTERS:
            return f"{_ISO_LETTERS[len(bare)]}:{bare}"
        if bare.isascii() and bare.isdigit() and len(bare) <= 3:  # noqa: PLR2004 - M49, ISO numeric
            return f"m49:{bare.zfill(3)}"
    if bare.lower().startswith(("http://", "https://")):
        return of_iri(bare)
    doi = re.sub(r"^doi:\s*", "", bare, flags=re.IGNORECASE)
    if _DOI.fullmatch(doi):
        return _spelt(f"doi:{doi}")
    if kind in {"document", "milestone", "framework"} and _UN_SYMBOL.fullmatch(bare):
        return _spelt(f"un:{bare}")
    return ""


def of_page(address: str) -> str:
    """An address of a page or a file, such that two spellings of it are the same.

    Scheme, ``www.``, fragment, a slash at the end and parameters that only count visitors do not
    tell pages apart.

    Returns:
        Empty for what is no address on the Web, and for the front page of a site.
    """
    known = of_iri(address)
    if known.startswith(("doi:", "un:")):
        return known
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    path = unquote(parts.path).rstrip("/")
    query = _TRACKING.sub("", parts.query).rstrip("&")
    if not path and not query:
        return ""
    return f"url:{host}{path}{'?' if query else ''}{query}"


def of_site(address: str) -> str:
    """The site of a body, such that two spellings are the same; empty for what is no address."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    return f"site:{host}{unquote(parts.path).rstrip('/')}"


def _spelt(code: str) -> str:
    if code.startswith(_LOWER):
        return code.lower()
    if code.startswith(_UPPER):
        return f"un:{code[3:].upper()}"
    return code
