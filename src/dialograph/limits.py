"""Limits that nobody needs to turn: one place to look them up."""

from __future__ import annotations

QUERY_BYTES_MAX = 1_000_000
"""The longest query text, or form that holds one, that a request body may carry (413 above)."""

HEADER_BYTES_MAX = 128 * 1024
"""The longest request line and headers together (431 above): a query in the address fits in."""

URL_BYTES_MAX = 64 * 1024
"""The longest address (414 above); longer queries are sent with POST."""

HEADERS_MAX = 100
"""How many headers a request may have (431 above)."""

CONNECTIONS_MAX = 1_000
"""Connections open at the same time; one more takes the place of one that is idle, or gets 503."""

IDLE_SECONDS, HEAD_SECONDS, BODY_SECONDS, READ_SECONDS = 30, 10, 30, 120
"""How long a connection may be idle, a request's head and its body may take to arrive, and a
client may read nothing of its answer."""

BODY_BYTES_A_SECOND = 50_000
"""A body that arrives at least as fast may take longer than ``BODY_SECONDS``."""

ROWS_SHOWN = 1_000
"""Rows of an answer that the query page shows; the answer itself is whole in every format."""

PREVIEW_BYTES = 300_000
"""How much of an answer the query page shows, whatever the number of rows."""

PAGES_RENDERED = 4
"""Pages with an answer that are made at the same time; one may take a few megabytes meanwhile."""

PAGES_KEPT_BYTES = 8_000_000
"""How much room the pages take, with their headers, that are kept until there is a new version."""

PIECE_BYTES, PIECE_BYTES_CROWDED = 64 * 1024, 16 * 1024
"""An answer is handed to a connection in such pieces; in smaller ones while many are under way."""

SYSTEM_UNSENT_BYTES = 256 * 1024
"""How much the system holds likewise: little enough to notice that a slow client does read."""

UNSENT_BYTES = 32 * 1024
"""How much a connection holds that its client has not read, before it takes the next piece."""

INLINE_BYTES = 256 * 1024
"""Answers up to this length stay in memory; longer ones go through a file."""

IN_FLIGHT_BYTES = 24_000_000
"""Request texts, and likewise answers, that the server holds in memory at the same time."""

CHANGES_WAITING_MAX = 64
"""Changes that wait at the same time, the one that is being made included (503 above)."""

EXAMINED_MAX, EXAMINED_QUERY_BYTES, EXAMINED_PATCH_BYTES = 256, 16_000, 256_000
"""So many answers that are asked again, of queries so long at most, are looked at when a change of
so many bytes at most is made: whether it can alter them."""

EXAMINED_SECONDS = 0.5
"""And for so long; what has not been looked at by then is asked anew."""

PREPARED_SECONDS = 0.5
"""So long a new version waits for the answers that are asked most and that it alters."""

DESCRIPTION_SECONDS, DESCRIPTION_WAIT_SECONDS = 120, 1
"""How long the dataset may take to be described after a change, and how long a page waits."""

DUMP_SECONDS = 600
"""How long the making of a file to download may take."""

SNAPSHOT_CHANGES = 1_000
"""After so many changes a version is written down whole, so that a start has few to replay."""

HARVEST_BYTES = 1_500_000_000
"""Memory for reading and mapping what arrives from one source."""
