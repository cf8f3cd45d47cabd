"""Run as a program: harvests, and is killed while it does.

``killing.py SEED ROUNDS URL WORDS…`` runs the command once to its end, which tells how long it
takes; then, ``ROUNDS`` times, has the server at ``URL`` go on to other data, begins anew and kills
at a random moment; then runs it to its end. Prints how many were really killed.
"""

import os
import random
import signal
import sys
import time
import urllib.request

from dialograph.cli.main import main

# What a harvest imports when it needs it: once, and not in each process that is forked.
from dialograph.integrate.harvest import configuring, harvesting, targets  # noqa: F401
from dialograph.repository import offline  # noqa: F401


def begun(words):
    """Begin to harvest, in a process of its own."""
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os._exit(main(words))
    return pid


def run():
    """Do what the arguments say."""
    seed, rounds, url, *words = sys.argv[1:]
    moments, killed = random.Random(seed), 0  # noqa: S311 - moments are no secrets
    start = time.monotonic()
    first = os.waitstatus_to_exitcode(os.waitpid(begun(words), 0)[1])
    whole = time.monotonic() - start
    for _ in range(int(rounds)):
        with urllib.request.urlopen(f"{url}/next") as answer:
            answer.read()
        pid = begun(words)
        time.sleep(moments.uniform(0, whole))
        os.kill(pid, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    last = os.waitstatus_to_exitcode(os.waitpid(begun(words), 0)[1])
    sys.stdout.write(f"{first} {killed} {last}\n")


if __name__ == "__main__":
    run()
