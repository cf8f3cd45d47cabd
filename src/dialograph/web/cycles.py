"""What uvicorn calls a cycle, for a request that was taken on without one."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from dialograph.web.hub import QuickCycle


def lengthened(connection: HttpToolsProtocol, cycle: QuickCycle) -> RequestResponseCycle:
    """Make a cycle that an application can answer; there is no body for it to receive.

    Args:
        connection: where the request came from.
        cycle: the request.
    """
    longer = RequestResponseCycle(
        scope={
            "type": "http",
            "asgi": {"version": connection.asgi_version, "spec_version": "2.3"},
            "server": connection.server,
            "client": connection.client,
            "scheme": connection.scheme or "http",
            "root_path": connection.root_path,
            "state": connection.app_state.copy(),
            **cycle.request(),  # type: ignore[typeddict-item]
        },
        transport=connection.transport,
        flow=connection.flow,
        logger=connection.logger,
        access_logger=connection.access_logger,
        access_log=False,
        default_headers=connection.server_state.default_headers,
        message_event=asyncio.Event(),
        expect_100_continue=False,
        keep_alive=cycle.keep_alive,
        on_response=connection.on_response_complete,
    )
    longer.more_body = False
    longer.message_event.set()
    return longer
