"""The description of the interface for programs: valid, complete, and true."""

import ast
import re
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from asking import send

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_openapi_is_valid(server, lang):
    """A validator that others keep finds nothing wrong with the description, in both languages."""
    api = send(server, path=f"/openapi.json?lang={lang}").json
    assert not [str(each)[:500] for each in OpenAPIV31SpecValidator(api).iter_errors()]


def test_openapi_leaves_no_address_out(server):
    """Every route is described, but for pages whose files are, and what only browsers fetch."""
    api = send(server, path="/openapi.json").json
    described = {re.sub(r"\{[^}]*\}", "{}", path) for path in api["paths"]}
    pages = {"/", "/coverage", "/coverage/cell", "/timeline", "/gaps", "/search", "/docs"}
    pages |= {"/queries", "/queries/{}", "/download/", "/static/{}", "/static/editor/{}"}
    routes = set()
    for file in (ROOT / "src/dialograph/web").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            is_route = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Route"
            if is_route and isinstance(node.args[0], ast.Constant):
                # Addresses with a slash more, or less, lead to the others.
                is_moved = isinstance(node.args[1], ast.Lambda)
                routes |= set() if is_moved else {re.sub(r"\{[^}]*\}", "{}", node.args[0].value)}
    assert len(routes) > 30
    redirects = {"/sparql/", "/update/", "/download"}
    assert routes - pages - redirects <= described


def test_openapi_examples_answer(server):
    """What is read without a body answers as it is described, with the examples that it gives."""
    api = send(server, path="/openapi.json").json
    asked = 0
    # Tested elsewhere, or making files takes a while.
    elsewhere = ("/queries/", "/feed", "/coverage", "/reconcile", "/download/")
    for path, methods in api["paths"].items():
        operation = methods.get("get")
        if operation is None or path.startswith(elsewhere):
            continue
        values = {
            (each["in"], each["name"]): each.get("example", each["schema"].get("enum", [""])[0])
            for each in operation.get("parameters", ())
        }
        inside = {name: value for (where, name), value in values.items() if where == "path"}
        rest = {
            name: value for (where, name), value in values.items() if where == "query" and value
        }
        if path.startswith("/graphs"):
            rest.pop("graph", None)
        for name, value in inside.items():
            path = path.replace(f"{{{name}}}", quote(str(value)))  # noqa: PLW2901
        reply = send(
            server,
            path=f"{path}?{urlencode({name: value for name, value in rest.items() if value})}",
            headers={"Accept": "*/*"},
        )
        told = operation["responses"][str(reply.status)]
        if reply.status < 300:
            assert reply.media_type in told["content"], path
        asked += 1
    assert asked > 20


def test_a_version_is_taken_or_refused(server):
    """An address that shows the data takes ``version`` as described, or refuses it by name."""
    api = send(server, path="/openapi.json").json
    without = re.compile(
        r"/(context|openapi|health|metrics|problems|queries\.json|ontology/|feed/|reconcile)"
    )
    values = {"kind": "objective", "slug": "gcm-o9", "file": "gcm-o9.ttl"}
    values |= {"/download/": "gcm.ttl", "/graphs/": "gcm"}
    refused = 0
    for path, methods in api["paths"].items():
        operation = methods.get("get")
        if operation is None or without.match(path) or path.startswith("/queries/"):
            continue
        told = {each["name"]: each for each in operation.get("parameters", ())}
        values["format"] = next(
            iter(told.get("format", {}).get("schema", {}).get("enum", ())), "ttl"
        )
        place = re.sub(
            r"\{(\w+)\}",
            lambda match, path=path: values.get(path[: match.start()], values.get(match[1], "x")),
            path,
        )
        asked = {"version": "x", **({"query": "ASK {}"} if path == "/sparql" else {})}
        reply = send(server, path=f"{place}?{urlencode(asked)}", headers={"Accept": "*/*"})
        assert reply.status == 400, path
        assert "400" in operation["responses"], path
        assert "version" in reply.json["detail"], path
        is_refused = reply.json["type"].endswith("/current-version-only")
        assert is_refused == ("version" not in told), path
        refused += is_refused
    assert refused > 5
    for path in ("/search?q=a&version=1", "/gaps?version=1", "/graphs?version=1"):
        reply = send(server, path=f"{path}&lang=fr", headers={"Accept": "text/html"})
        assert (reply.status, "Le paramètre version n’est pas admis" in reply.text) == (400, True)
    for path in ("/?version=7", "/coverage?version=7", "/dialogues?version=7"):
        assert send(server, path=path).status == 404
