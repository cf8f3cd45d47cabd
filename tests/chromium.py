"""A headless Chromium, driven over two pipes: what a person sees and does in a browser.

It speaks the Chrome DevTools Protocol; nothing but the browser itself is needed.
"""

import fcntl
import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SECONDS = 60
_PIECE = 1 << 16
# The browser reads commands from its descriptor 3, and writes to 4.
_BEGIN = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.dup2(int(sys.argv[2]), 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Chromium:
    """A browser with one tab; closed at the end of a ``with`` block."""

    def __init__(self):
        found = next(filter(None, map(shutil.which, NAMES)), None)
        if found is None:
            pytest.skip(f"no browser: install one of {', '.join(NAMES)}")
        self._folder = tempfile.mkdtemp(prefix="browser-")
        theirs, self._to = map(_high, os.pipe())
        self._from, theirs_too = map(_high, os.pipe())
        command = [
            found,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run",
            "--hide-scrollbars",  # they take of the width on a desktop, not on a phone
            f"--user-data-dir={self._folder}",
            "--remote-debugging-pipe",
            "about:blank",
        ]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BEGIN, str(theirs), str(theirs_too), *command],
            pass_fds=(theirs, theirs_too),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        os.close(theirs_too)
        self._rest, self._number, self._session, self.events = b"", 0, None, []

    def __enter__(self):
        try:
            target = self._call("Target.createTarget", url="about:blank")["targetId"]
            attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
            self._session = attached["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Network"):
                self._call(f"{domain}.enable")
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End the browser, and forget what it stored."""
        os.close(self._to)
        self._process.kill()
        self._process.wait(timeout=_SECONDS)
        os.close(self._from)
        shutil.rmtree(self._folder, ignore_errors=True)

    def speak(self, language):
        """Ask for pages in a language from now on."""
        self._call("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})

    def prefer(self, scheme):
        """Ask for ``light`` or ``dark`` pages from now on."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._call("Emulation.setEmulatedMedia", features=features)

    def resize(self, width):
        """Show pages in a window of so many CSS pixels, as a phone or a desktop would."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )

    def go(self, url):
        """Open an address."""
        self.leave(lambda: self._call("Page.navigate", url=url))

    def follow(self, link):
        """Click on what a selector finds, which leads to another page."""
        self.leave(lambda: self.run(f"document.querySelector({json.dumps(link)}).click()"))

    def write(self, text):
        """Type a text where the focus is."""
        self._call("Input.insertText", text=text)

    def press(self, key, code, modifiers=0):
        """Press a key; ``modifiers`` is 2 for Ctrl."""
        for kind in ("rawKeyDown", "keyUp"):
            self._call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                modifiers=modifiers,
            )

    def run(self, script):
        """The value of an expression of JavaScript, once it has settled."""
        told = self._call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def text(self, selector="main"):
        """The text of what a selector finds, as it is read."""
        return self.run(f"document.querySelector({json.dumps(selector)}).innerText")

    def all(self, selector, what="innerText"):
        """A property of everything that a selector finds."""
        return self.run(
            f"[...document.querySelectorAll({json.dumps(selector)})].map(e => e.{what})"
        )

    def complaints(self):
        """What the browser complained of: errors of scripts, what a policy forbids."""
        found = []
        for each in self.events:
            entry = each["params"].get("entry", {})
            if each["method"] == "Log.entryAdded" and entry["level"] == "error":
                found.append(f"{entry['source']}: {entry['text']}")
            elif each["method"] == "Runtime.exceptionThrown":
                found.append(str(each["params"]["exceptionDetails"]))
        return found

    def forgive(self, pattern):
        """Forget the complaints that a regular expression finds."""
        self.events = [
            each
            for each in self.events
            if not re.search(pattern, each["params"].get("entry", {}).get("text", ""))
        ]

    def leave(self, act):
        """Do what leads to another page, and wait until that is there."""
        self._call("Runtime.evaluate", expression="window.stayed = true")
        seen = len(self.events)
        act()
        until = time.monotonic() + _SECONDS
        while not any(each["method"] == "Page.loadEventFired" for each in self.events[seen:]):
            self._hear(until)
        assert self.run("window.stayed") is None

    def _call(self, method, **params):
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + _SECONDS
        while True:
            answer = self._hear(until)
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]

    def _hear(self, until):
        """The next message; an event is kept too."""
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._from], [], [], max(0, until - time.monotonic()))
            assert ready, "the browser does not answer"
            piece = os.read(self._from, _PIECE)
            assert piece, "the browser has gone"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        told = json.loads(message)
        if "method" in told:
            self.events.append(told)
        return told


def _high(descriptor):
    """The same file under a number that is none of those the browser expects."""
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 20)
    os.close(descriptor)
    return high


def axe():
    """The script of axe-core, where ``make axe`` has brought it; else the test is skipped."""
    script = Path(__file__).parent / ".axe" / "axe.min.js"
    if not script.is_file():
        pytest.skip("no axe-core: run `make axe`")
    return script.read_text()
