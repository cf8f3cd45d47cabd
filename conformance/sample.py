"""A clone of the suites as small as can be: one test of each kind that writes, and a few more."""

from __future__ import annotations

from pathlib import Path

from conformance.manifests import Clone

_HEAD = """
@prefix : <http://example.org/tests#> .
@prefix cnt: <http://www.w3.org/2011/content#> .
@prefix ht: <http://www.w3.org/2011/http#> .
@prefix hts: <http://www.w3.org/2011/http-statusCodes#> .
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ut: <http://www.w3.org/2009/sparql/tests/test-update#> .
"""
TRIPLE, OTHER = "<x:s> <x:p> <x:o> .", "<x:s> <x:p> [ <x:q> 1 ] ."


def _request(
    method: str,
    path: str,
    statuses: str,
    body: str = "",
    *,
    sends: str = "text/turtle",
    expects: str = "",
    typed: bool = False,
    more: str = "",
) -> str:
    """A request in Turtle, as the manifests of the suites write it."""
    kind, name = ("accept", "text/turtle") if not body else ("content-type", sends)
    content = f'ht:body [ cnt:characterEncoding "UTF-8" ; cnt:chars """{body}""" ] ;'
    told = 'ht:headers ([ ht:fieldName "content-type" ; ht:fieldValue "text/turtle" ])'
    back = f"; {told}" if typed or expects else ""
    back += f'; ht:body [ cnt:chars """{expects}""" ]' if expects else ""
    return f"""[ ht:methodName "{method}" ; ht:absolutePath "{path}" ; {content if body else ""}
      ht:headers ([ ht:fieldName "{kind}" ; ht:fieldValue "{name}" ]) ;
      ht:resp [ mf:expectedStatus {statuses} {back} {more} ] ]"""


def _protocol(name: str, class_: str, *requests: str) -> str:
    return f":{name} a mf:{class_} ; mf:action [ ht:requests ({' '.join(requests)}) ] .\n"


_UPDATE = "application/sparql-update"
_DATA = ':suite ut:graphData [ ut:graph <one.ttl> ; rdfs:label "http://example.org/g" ] .\n'
_TESTS = "".join(
    [
        _DATA,
        """:inserts a mf:UpdateEvaluationTest ;
          mf:action [ ut:request <insert.ru> ; ut:data <one.ttl> ] ;
          mf:result [ ut:data <one.ttl> ;
            ut:graphData [ ut:graph <other.ttl> ; rdfs:label "http://example.org/g" ] ] .
        :good a mf:PositiveUpdateSyntaxTest11 ; mf:action <insert.ru> .
        :bad a mf:NegativeUpdateSyntaxTest11 ; mf:action <bad.ru> .
        :bad_of_a_query a mf:NegativeSyntaxTest11 ; mf:action <bad.ru> .
        """,
        _protocol(
            "update_post",
            "ProtocolTest",
            _request("POST", "/sparql/", "hts:StatusCode2xx", "CLEAR ALL", sends=_UPDATE),
        ),
        _protocol(
            "bad_update_get",
            "ProtocolTest",
            _request("GET", "/sparql/?update=CLEAR+ALL", "hts:StatusCode4xx"),
        ),
        _protocol(
            "replaces",
            "GraphStoreProtocolTest",
            _request("PUT", "/gsp/a", "hts:Created", TRIPLE),
            _request("PUT", "/gsp/a", "hts:NoContent", OTHER),
            _request("GET", "/gsp/a", "hts:OK", expects=OTHER),
        ),
        _protocol(
            "looks",
            "GraphStoreProtocolTest",
            _request("PUT", "/gsp?default", "hts:OK, hts:NoContent", TRIPLE),
            _request("HEAD", "/gsp?default", "hts:OK", typed=True),
            _request("GET", "/gsp?default", "hts:OK", expects=TRIPLE),
        ),
        _protocol(
            "deletes",
            "GraphStoreProtocolTest",
            _request("PUT", "/gsp?graph=x:g", "hts:Created", TRIPLE),
            _request("DELETE", "/gsp?graph=x:g", "hts:NoContent"),
            _request("GET", "/gsp?graph=x:g", "hts:NotFound"),
        ),
        _protocol(
            "makes",
            "GraphStoreProtocolTest",
            _request(
                "POST", "/gsp", "hts:Created", OTHER, more='; mf:expectedLocation "$LOCATION$"'
            ),
            _request("GET", "/gsp?graph=$LOCATION$", "hts:OK", expects=OTHER),
        ),
    ]
)

STEP = """:{name} a mf:GraphStoreProtocolTest ; rdfs:comment \"\"\"
#### Request

    {request}
    Host: $HOST$
    {header}

    {body}

#### Response

    {status} As it is said
    \"\"\" .
"""
_PUT = {"header": "Content-Type: text/turtle; charset=utf-8", "body": OTHER}
_OLDER = "".join(
    [
        STEP.format(name="put", request="PUT $GRAPHSTORE$/a HTTP/1.1", status="201", **_PUT),
        STEP.format(
            name="get",
            request="GET $GRAPHSTORE$?graph=http://$HOST$/$GRAPHSTORE$/a HTTP/1.1",
            header="Accept: text/turtle",
            body="",
            status=f"200 OK\n    Content-Type: text/turtle\n\n    {OTHER}\n\n    #",
        ),
        STEP.format(
            name="delete__existing_graph",
            request="DELETE $GRAPHSTORE$/b HTTP/1.1",
            header="",
            body="",
            status="200",
        ),
    ]
)


def clone(folder: Path) -> Clone:
    """Write the clone.

    Args:
        folder: an empty one.
    """
    root = folder / "sparql"
    for name in ("sparql10", "sparql12", "sparql11/http-rdf-update"):
        (root / name).mkdir(parents=True)
        (root / name / "manifest.ttl").write_text("", encoding="utf-8")
    files = {
        "manifest-all.ttl": manifest(
            _TESTS,
            "inserts good bad bad_of_a_query update_post bad_update_get "
            "replaces looks deletes makes",
        ),
        "http-rdf-update/manifest.ttl": manifest(_OLDER, "put get delete__existing_graph"),
        "insert.ru": f"INSERT DATA {{ GRAPH <http://example.org/g> {{ {OTHER} }} }}",
        "bad.ru": "INSERT DATA { GRAPH <http://example.org/g> ",
        "one.ttl": TRIPLE,
        "other.ttl": OTHER,
    }
    for name, text in files.items():
        (root / "sparql11" / name).write_text(text, encoding="utf-8")
    return Clone(folder)


def manifest(tests: str, entries: str) -> str:
    """A manifest of tests, with the names of those that it lists."""
    listed = " ".join(f":{name}" for name in entries.split())
    return f"{_HEAD}\n<> a mf:Manifest ; mf:entries ({listed}) .\n{tests}"
