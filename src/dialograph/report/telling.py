"""From a report to the blocks of its document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dialograph.report import entries
from dialograph.report.blocks import Block, Facts, Heading, Items, Paragraph, Run, Table, Text
from dialograph.report.model import Line, Report, works_of
from dialograph.report.words import Words, commas
from dialograph.vocab import BASES

_NUMBERS = (1, 2)


def blocks(report: Report) -> list[Block]:
    """The whole document, in the language of the report."""
    words = Words(report.language)
    return [
        *_front(report, words),
        *_summary(report, words),
        *(block for line in report.lines if line.claims for block in _section(line, words)),
        *_gaps(report, words),
        *_colophon(report, words),
    ]


def title(report: Report) -> str:
    """What the document is called."""
    return Words(report.language)(
        "title", dialogue=report.dialogue.text, framework=report.framework.text
    )


def citation(report: Report) -> str:
    """How the report is cited, up to its address: APA, 7th edition, section 10.4 (reports)."""
    words, edition = Words(report.language), report.edition
    version = f" ({words('version', number=edition.number)})" if edition.number else ""
    return f"dialograph ({edition.produced[:4]}). {title(report)}{version} [{words('medium')}]."


def _front(report: Report, words: Words) -> Iterator[Block]:
    yield Heading(1, (Run(title(report)),))
    claims = list(report.claims)
    if claims:
        works = works_of(claims)
        documents = sum(work.is_document for work in works)
        kind = "objectives" if {line.kind for line in report.lines} == {"objective"} else "parts"
        told = words(
            "lead",
            activities=words.count("activities", len(works) - documents),
            documents=words.count("documents", documents),
            served=words.count(f"served_{kind}", len(report.lines) - len(report.gaps)),
            all=len(report.lines),
        )
        yield Paragraph((Run(f"{told} {_bases(report, words)}"),), "lead")
    else:
        yield Paragraph((Run(words("nothing")),), "lead")
    yield Paragraph((Run(words("bases")),))
    if report.narrowed.anything:
        yield Paragraph(_narrowed(report, words), "notice")
    if any(claim.unknown for claim in claims):
        yield Paragraph((Run(words("unknown_lead", **_unknown(report, words))),))


def _bases(report: Report, words: Words) -> str:
    counts = Counter(claim.basis_slug for claim in report.claims)
    told = [words.count(f"claims_{basis}", counts[basis]) for basis in BASES if counts[basis]]
    told += [f"{number} {basis}" for basis, number in counts.items() if basis not in BASES]
    return words("claims", claims=words.count("claims", counts.total()), bases=", ".join(told))


def _narrowed(report: Report, words: Words) -> Text:
    narrowed = report.narrowed
    told: list[Run] = [Run(words("narrowed"))]
    if narrowed.first and narrowed.last:
        told.append(Run(" " + words("between", first=narrowed.first, last=narrowed.last)))
    elif narrowed.first or narrowed.last:
        key = "since" if narrowed.first else "until"
        told.append(Run(" " + words(key, year=narrowed.first or narrowed.last)))
    if narrowed.basis:
        basis = words(f"basis_{narrowed.basis.rpartition('/')[2]}")
        told.append(Run(" " + words("only_basis", basis=basis)))
    if narrowed.undated:
        told.append(Run(" " + words.count("undated", narrowed.undated)))
    return tuple(told)


def _unknown(report: Report, words: Words) -> dict[str, str]:
    counts = Counter(what for work in works_of(report.claims) for what in work.unknown)
    told = [words.count(f"lacks_{what}", number) for what, number in counts.items()]
    unquoted = sum(not claim.quotes for claim in report.claims)
    told += [words.count("lacks_quote", unquoted)] if unquoted else []
    return {"list": words.semicolons(told)}


def _summary(report: Report, words: Words) -> Iterator[Block]:
    if not report.lines:
        yield Paragraph((Run(words("no_parts")),), "notice")
        return
    yield Heading(2, (Run(words("summary")),), "summary")
    yield Table(
        words("summary_caption"),
        tuple(
            words(f"column_{each}")
            for each in ("objective", "activities", "documents", "years", "basis")
        ),
        tuple(_row(line, words) for line in report.lines),
        _NUMBERS,
    )


def _row(line: Line, words: Words) -> tuple[Text, ...]:
    works = works_of(line.claims)
    documents = sum(work.is_document for work in works)
    years = sorted({year for work in works for year in work.years})
    counts = Counter(claim.basis_slug for claim in line.claims)
    labels = {claim.basis_slug: claim.basis.text for claim in line.claims}
    others = sorted(set(counts) - set(BASES))
    told = ", ".join(f"{labels[each]} {counts[each]}" for each in (*BASES, *others) if counts[each])
    href = f"#{anchor(line)}" if line.claims else ""
    return (
        heading(line, words, href=href),
        (Run(str(len(works) - documents)),),
        (Run(str(documents)),),
        (Run("–".join(dict.fromkeys((years[0], years[-1]))) if years else "–"),),
        (Run(told or words("none")),),
    )


def anchor(line: Line) -> str:
    """The mark of an objective inside the document."""
    return line.iri.rpartition("/")[2]


def heading(line: Line, words: Words, *, href: str = "") -> Text:
    """``9. Strengthen …``: how an objective is called."""
    number = (Run(f"{line.notation}. "),) if line.notation else ()
    return (*number, words.text(line.title, href=href))


def _section(line: Line, words: Words) -> Iterator[Block]:
    level = f"{line.level[:1].upper()}{line.level[1:]} " if line.level else ""
    yield Heading(2, (Run(level), *heading(line, words, href=line.iri)), anchor(line))
    if not line.is_official:
        yield Paragraph((Run(words("not_official")),))
    for claim in line.claims:
        yield from entries.blocks(claim, words)


def _gaps(report: Report, words: Words) -> Iterator[Block]:
    if report.lines:
        yield Heading(2, (Run(words("gaps")),), "gaps")
        key = "gaps_lead" if report.gaps else "no_gaps"
        yield Paragraph((Run(words(key)),))
        if report.gaps:
            yield Items(tuple(heading(line, words, href=line.iri) for line in report.gaps))


def _colophon(report: Report, words: Words) -> Iterator[Block]:
    edition = report.edition
    address = edition.permalink or edition.address
    version = (words("version", number=edition.number),) if edition.number else ()
    changed = (words("modified", date=words.when(report.modified)),) if report.modified else ()
    told = ", ".join((*version, words("revision", revision=edition.revision), *changed))
    rows: list[tuple[str, tuple[Text, ...]]] = [
        (words("produced"), ((Run(words.when(edition.produced)),),)),
        (words("data"), ((Run(told),),)),
        (words("cite"), ((Run(f"{citation(report)} "), Run(address, address)),)),
        (words("permalink" if edition.permalink else "address"), ((Run(address, address),),)),
    ]
    if report.licences:
        rows.append(
            (words("licence"), (commas(tuple(Run(each, each) for each in report.licences)),))
        )
    yield Heading(2, (Run(words("colophon")),), "colophon")
    yield Facts(tuple(rows))
