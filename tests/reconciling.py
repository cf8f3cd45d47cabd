"""A client of the reconciliation service, and the specification's own schemas."""

import json
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from asking import send

SCHEMAS = Path(__file__).parent / "reconciliation"
OLD, DRAFT = "0.2", "1.0-draft"
EVIL = "</style><script>alert(1)</script>\u2028'\"&"
"""A name that is not to be taken for markup."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


@cache
def validator(version, name):
    """Judges what a schema is about; fails with the first thing that is wrong."""
    contents = {path.name: json.loads(path.read_text()) for path in (SCHEMAS / version).iterdir()}
    registry = Registry().with_resources(
        (each["$id"], DRAFT7.create_resource(each)) for each in contents.values()
    )
    return Draft7Validator(contents[f"{name}.json"], registry=registry)


def valid(version, name, told):
    """What is told, once a schema has nothing against it."""
    validator(version, name).validate(told)
    return told


def old(server, queries, at="/reconcile", **headers):
    """The answer to a batch of 0.2, by key, each a list of candidates."""
    valid(OLD, "reconciliation-query-batch", queries)
    body = urlencode({"queries": json.dumps(queries)})
    reply = send(server, "POST", at, body, {**FORM, **headers})
    assert reply.status == 200, reply.text
    told = valid(OLD, "reconciliation-result-batch", reply.json)
    assert list(told) == list(queries)
    return {key: each["result"] for key, each in told.items()}


def one(server, at="/reconcile", **query):
    """The candidates for one query of 0.2."""
    return old(server, {"q0": query}, at)["q0"]


def draft(server, *queries, at="/reconcile", **headers):
    """The answer to a batch of the draft: a list of candidates for each query."""
    reply = send(
        server, "POST", f"{at}/match", json.dumps({"queries": queries}), {**JSON, **headers}
    )
    assert reply.status == 200, reply.text
    told = valid(DRAFT, "reconciliation-result-batch", reply.json)
    assert len(told["results"]) == len(queries)
    return [each["candidates"] for each in told["results"]]


def named(text, **more):
    """A query of the draft for a name."""
    return {"conditions": [{"matchType": "name", "propertyValue": text}], **more}


def fetch(server, path, **parameters):
    """The JSON at an address below the endpoint."""
    reply = send(server, path=f"/reconcile{path}?{urlencode(parameters)}")
    assert reply.status == 200, reply.text
    return reply.json


def sure(candidates):
    """The identifier of the candidate that is sure; None where none is."""
    found = [each["id"] for each in candidates if each["match"]]
    assert len(found) < 2
    assert not found or candidates[0]["match"]
    return found[0] if found else None


def namesakes_in(folder):
    """Write two meetings and an organisation of one name, and a place with a bad one."""
    lines = [
        "@prefix dg: <https://w3id.org/dialograph/ontology#> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix schema: <https://schema.org/> .",
        (
            "<https://w3id.org/dialograph/id/place/evil> a schema:Place ; "
            f"skos:prefLabel {json.dumps(EVIL, ensure_ascii=False)}@en ; "
            f"skos:definition {json.dumps(EVIL, ensure_ascii=False)}@en ."
        ),
    ]
    for slug, kind, year in (
        ("activity/a", "Meeting", 2019),
        ("activity/b", "Meeting", 2021),
        ("organisation/c", "Organisation", 2021),
    ):
        lines.append(
            f"<https://w3id.org/dialograph/id/{slug}> a dg:{kind} ; "
            f'skos:prefLabel "Forum on Fair Recruitment"@en ; schema:startDate "{year}" .'
        )
    file = folder / "namesakes.ttl"
    file.write_text("\n".join(lines))
    return file
