"""``/health`` and ``/metrics``: whether the server lives, is ready, and what it is doing."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dialograph import __version__
from dialograph.web.answers import Answers
from dialograph.web.metrics import CONTENT_TYPE, Metrics
from dialograph.web.problems import NOT_READY, Problem

_FRESH = {"Cache-Control": "no-store"}


def routes(answers: Answers, metrics: Metrics) -> list[Route]:
    """Liveness, readiness, and metrics.

    Args:
        answers: ready or not, and from which version of the dataset.
        metrics: what is counted.
    """

    def told() -> dict[str, str]:
        return {"version": __version__, "dataset": answers.version}

    async def alive(_: Request) -> Response:
        """Answer as long as the process lives, and say which version of the dataset it serves."""
        return JSONResponse({"status": "ok", **told()}, headers=_FRESH)

    async def ready(_: Request) -> Response:
        """Answer 200 while queries are answered, 503 otherwise; say where the graph is."""
        if not answers.pool.is_ready:
            raise Problem(NOT_READY, headers={"Retry-After": "1", **_FRESH})
        held = "memory" if answers.pool.processes.is_in_memory else "disk"
        return JSONResponse({"status": "ready", **told(), "graph": held}, headers=_FRESH)

    async def counted(_: Request) -> Response:
        """Give the metrics to Prometheus."""
        text = await run_in_threadpool(metrics.text)
        return Response(text, media_type=CONTENT_TYPE, headers=_FRESH)

    return [
        Route("/health", alive, methods=["GET"]),
        Route("/health/ready", ready, methods=["GET"]),
        Route("/metrics", counted, methods=["GET"]),
    ]
