"""The application: every surface at its address, and what goes wrong in one shape."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dialograph import __version__
from dialograph.publish.description import DatasetDescription
from dialograph.repository.live import LiveRepository
from dialograph.web import (
    catalogue_pages,
    catalogue_rdf,
    coverage,
    crosswalk,
    dialogues,
    docs_pages,
    downloads,
    editor,
    feed,
    gaps,
    health,
    home,
    ontology_pages,
    pages,
    problem_pages,
    reconcile,
    reports,
    resources,
    search,
    side_by_side,
    timeline,
    write_routes,
)
from dialograph.web.answers import Answers
from dialograph.web.around import LastResort, Noted, SecurityHeaders
from dialograph.web.current import Current, UpToDate
from dialograph.web.hub import Hub
from dialograph.web.kept_pages import KeptPages
from dialograph.web.logs import AccessLog
from dialograph.web.metrics import Metrics
from dialograph.web.pages import Pages
from dialograph.web.problems import Problem, problem_of, problem_of_status
from dialograph.web.quick import QuickWay
from dialograph.web.responses import tell
from dialograph.web.shelves import Shelves
from dialograph.web.sparql import SparqlEndpoint

_EXPOSED = (
    "ETag Content-Language Server-Timing Retry-After RateLimit RateLimit-Policy X-Request-Id "
    "Dialograph-Version Dialograph-Limits Dialograph-Added Dialograph-Removed Location Allow "
    "Accept-Post WWW-Authenticate"
)


def create_app(
    answers: Answers,
    dataset: DatasetDescription,
    log: AccessLog,
    metrics: Metrics,
    repository: LiveRepository | None = None,
) -> tuple[FastAPI, Hub]:
    """Put the application together; nothing happens before it is called.

    Args:
        answers: who answers queries, and under which settings.
        dataset: what is served.
        log: takes a line for each request.
        metrics: counts.
        repository: takes changes; None where nothing is kept.

    Returns:
        The application, and what its connections have in common.
    """
    settings = answers.settings
    rendered = Pages(dataset, settings, repository)
    sparql = SparqlEndpoint(answers, rendered)
    shelves = Shelves(answers, rendered, repository)
    current = Current(answers, rendered)
    if repository is not None:
        repository.on_version = current.go_on
        repository.on_patch = current.foresee
        repository.on_arrival = current.prepare
        answers.lasting.is_on = settings.default_graph == "union"

    def fail(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            problem = problem_of_status(error.status_code, error.headers)
        else:
            problem = problem_of(error)
        return tell(request, problem, settings.base_iri, rendered)

    async def failed(request: Request, error: Exception) -> Response:
        return fail(request, error)

    routes: list[BaseRoute] = [
        Route("/sparql", sparql),
        Route("/sparql/", sparql, include_in_schema=False),
        *health.routes(answers, metrics),
        *home.routes(answers, rendered),
        *timeline.routes(answers, rendered),
        *search.routes(answers, rendered),
        *reconcile.routes(answers, rendered),
        *gaps.routes(answers, rendered),
        *feed.routes(answers, rendered),
        *side_by_side.routes(answers, rendered),
        *crosswalk.routes(answers, rendered),
        *downloads.routes(shelves, rendered),
        *catalogue_rdf.routes(shelves),
        *editor.routes(),
        *catalogue_pages.routes(answers, rendered, sparql),
        *docs_pages.routes(rendered, settings.base_iri),
        *coverage.routes(answers, rendered),
        *dialogues.routes(answers, rendered),
        *reports.routes(answers, rendered),
        *ontology_pages.routes(answers, rendered, sparql),
        *write_routes.routes(answers, rendered, sparql, repository),
        *resources.routes(answers, rendered),
        *problem_pages.routes(rendered),
        *pages.routes(),
    ]
    roots = {"/" + each.path.split("/", 2)[1] for each in routes if isinstance(each, Route)}
    app = FastAPI(
        title="dialograph",
        version=__version__,
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        routes=routes,
        exception_handlers={Problem: failed, HTTPException: failed},
        middleware=[
            Middleware(Noted, log=log, metrics=metrics, clients=answers.clients, routes=roots),
            Middleware(SecurityHeaders),
            Middleware(LastResort, answer=fail),
            Middleware(UpToDate, current=current),
            Middleware(
                CORSMiddleware,
                allow_origins=settings.cors,
                allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"],
                allow_headers=["*"],
                expose_headers=_EXPOSED.split(),
            ),
            Middleware(KeptPages, answers=answers, pages=rendered),
        ],
    )
    hub = Hub(QuickWay(answers, app, log, metrics), settings.base_iri)
    metrics.watch(answers.pool, answers.cache, log, hub)
    return app, hub
