"""The tables read with nothing but ``csv``, beside the answers of the shipped queries."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from pathlib import Path

from dialograph.catalog.queries import shipped_catalog
from refresh_expected import answer, shipped_store

TABLES = Path(__file__).parent.parent / "data" / "tables"

store = cache(shipped_store)


@cache
def table(name: str) -> list[dict[str, str]]:
    """The rows of a table, such as ``rabat/activities``."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def everywhere(kind: str) -> list[dict[str, str]]:
    """The rows that the tables of all dialogues have of a kind, such as ``activities``."""
    return [
        {"mode": "", "status": "held", "participants": "", "document_ids": ""} | row
        for path in sorted(TABLES.glob(f"*/{kind}.csv"))
        for row in table(f"{path.parent.name}/{kind}")
    ]


def belonging(kind: str, name: str) -> set[str]:
    """What belongs to a dialogue by its own tables, those of joint activities among them."""
    own = {
        row["id"]
        for row in table(f"{name}/{kind}")
        if not re.search(r"external|\(Khartoum Process\)", row["kind"])
        and row.get("dialogue_id") in {None, "", f"{name}-process"}
    }
    joint = TABLES / name / "joint_activities.csv"
    if kind == "activities" and joint.exists():
        own |= {row["activity_id"] for row in table(f"{name}/joint_activities")}
    return own


def ask(name: str, **values: object) -> list[dict[str, str]]:
    """The answer of a query, as rows."""
    texts = {key: str(value) for key, value in values.items()}
    kind, text = answer(store(), shipped_catalog()[name].bind(texts))
    assert kind == "csv"
    return list(csv.DictReader(io.StringIO(text, newline="")))


def slugs(rows: list[dict[str, str]], column: str) -> list[str]:
    """The ends of the IRIs in a column, which are the identifiers of the tables."""
    return [row[column].rsplit("/", 1)[1] for row in rows]


def parts(cell: str) -> list[str]:
    """The parts of a cell that lists several values."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def preferred(predicate: str) -> dict[str, str]:
    """What the table of statements prefers where sources differ: value by slug."""
    return {
        row["subject"].split("/")[1]: row["object"]
        for row in everywhere("statements")
        if row["predicate"] == predicate and row["rank"] == "preferred"
    }
