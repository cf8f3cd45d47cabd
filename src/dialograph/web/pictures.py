"""Pictures of ours as PNG: drawn by a process of its own, with a font that comes along.

The library and its fonts would take more memory than a server has to spare, and a picture more time
than other requests should wait.
"""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from dialograph.engine.interface import BusyError, UnavailableError

_SECONDS = 20
_WAITING_MAX = 16
_KEPT_MAX = 16
_SCALE = 2
_FONT = "Source Sans Pro"
_FACES = ("Regular", "Semibold")


class Pictures:
    """Turns pictures of ours into PNG, one after the other."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def png(self, svg: bytes) -> bytes:
        """A picture in pixels, twice as many as it has units.

        Args:
            svg: an SVG document of ours.

        Raises:
            UnavailableError: too many wait, or it took too long.
        """
        name = sha256(svg).hexdigest()
        if name not in self._kept:
            if self._waiting >= _WAITING_MAX:
                raise BusyError(
                    "Too many pictures are being drawn.",
                    "Ask again in a moment, or take the SVG.",
                    french="Trop d’images sont en cours de dessin. Redemandez dans un instant, ou "
                    "prenez le SVG.",
                )
            self._waiting += 1
            try:
                async with self._turn:
                    if name not in self._kept:
                        self._kept[name] = await _drawn(svg)
            finally:
                self._waiting -= 1
        self._kept.move_to_end(name)
        found = self._kept[name]
        while len(self._kept) > _KEPT_MAX:
            self._kept.popitem(last=False)
        return found


async def _drawn(svg: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "dialograph.web.pictures"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        png, _ = await asyncio.wait_for(process.communicate(svg), _SECONDS)
    except TimeoutError:
        png = b""
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    if process.returncode or not png:
        raise UnavailableError(
            "The picture could not be drawn.",
            "Take the SVG.",
            french="L’image n’a pas pu être dessinée. Prenez le SVG.",
        )
    return png


def _draw() -> None:
    """Read an SVG document from standard input, write it as PNG to standard output."""
    import resvg_py  # noqa: PLC0415 - only the process that draws needs it

    spec = find_spec("font_source_sans_pro")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "files"
    png = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(),
        font_files=[str(folder / f"SourceSansPro-{face}.ttf") for face in _FACES],
        font_family=_FONT,
        serif_family=_FONT,
        sans_serif_family=_FONT,
        skip_system_fonts=True,
        zoom=_SCALE,
    )
    sys.stdout.buffer.write(bytes(png))


if __name__ == "__main__":
    _draw()
