"""Tokens and changes, as a client sends them."""

import json
import subprocess
import sys

from asking import send


def token_for(folder, *graphs, name="tests"):
    """Make a token; gives it, and the flags of a server that takes it."""
    file = folder / "tokens"
    wanted = [word for graph in (graphs or ("*",)) for word in ("--graph", graph)]
    made = subprocess.run(
        [
            sys.executable,
            "-m",
            "dialograph",
            "token",
            "new",
            "--tokens-file",
            str(file),
            "--name",
            name,
            *wanted,
            "--json",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return json.loads(made.stdout)["token"], ("--tokens-file", file)


def insert(url, token, update, path="/update", **headers):
    """Send an update."""
    told = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {token}"}
    return send(url, "POST", path, update.encode(), {**told, **headers})
