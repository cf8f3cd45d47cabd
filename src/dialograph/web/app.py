"""The application: every surface at its address, and what goes wrong in one shape."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dialograph import __version__
from dialograph.engine.interface import Engine
from dialograph.settings import Settings
from dialograph.web import downloads, home, pages, problem_pages
from dialograph.web.around import AccessLog, LastResort, SecurityHeaders
from dialograph.web.pages import Pages
from dialograph.web.problems import Problem, problem_of, problem_of_status
from dialograph.web.responses import tell
from dialograph.web.sparql import SparqlEndpoint


def create_app(settings: Settings, engine: Engine) -> FastAPI:
    """Put the application together; nothing happens before it is called.

    Args:
        settings: how it is to run.
        engine: what answers the queries. Another engine changes nothing here.
    """
    rendered = Pages(engine, settings)
    sparql = SparqlEndpoint(engine, settings, rendered)

    def health(_: Request) -> Response:
        """Whether the process answers, and which version of the dataset it holds."""
        told = {"status": "ok", "version": __version__, "dataset": engine.version}
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    def fail(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            problem = problem_of_status(error.status_code, error.headers)
        else:
            problem = problem_of(error)
        return tell(request, problem, settings.base_iri, rendered)

    async def failed(request: Request, error: Exception) -> Response:
        return fail(request, error)

    return FastAPI(
        title="dialograph",
        version=__version__,
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        routes=[
            Route("/sparql", sparql),
            Route("/sparql/", sparql, include_in_schema=False),
            Route("/health", health, methods=["GET"]),
            *home.routes(rendered),
            *downloads.routes(engine, settings, rendered),
            *problem_pages.routes(rendered),
            *pages.routes(),
        ],
        exception_handlers={Problem: failed, HTTPException: failed},
        middleware=[
            Middleware(AccessLog),
            Middleware(SecurityHeaders),
            Middleware(LastResort, answer=fail),
            Middleware(
                CORSMiddleware,
                allow_origins=settings.cors,
                allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
                allow_headers=["*"],
                expose_headers=["ETag", "Content-Language"],
            ),
        ],
    )
