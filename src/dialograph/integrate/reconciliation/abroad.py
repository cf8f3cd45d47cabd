"""What countries are called in other languages, printed by a process that ends then.

The tables that the names come from take more memory than a server should, and a query process can
open no file.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence

from dialograph.integrate.naming import names_of_countries

Names = Mapping[str, Sequence[str]]
"""Two-letter code → names."""


async def read_names() -> Names:
    """Read the names.

    Returns:
        Nothing where the process fails: names in the languages of the data are known without it.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    names: Names = json.loads(told) if process.returncode == 0 else {}
    return names


if __name__ == "__main__":
    sys.stdout.write(json.dumps(names_of_countries()))
