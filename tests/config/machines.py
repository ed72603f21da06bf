"""What a program that is tried as a process of its own needs: files, a port, and time."""

import random
import shutil
import socket
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def copy_of_project(folder: Path) -> Path:
    """The files that would be in the image: without the .env of this machine, which may name a real database."""
    left_out = (ROOT / ".dockerignore").read_text().replace("**/", "").split()
    assert ".env" in left_out
    return shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*left_out))


def free_port() -> int:
    """Below those that a system gives out by itself: nobody else takes it before it is used."""
    while True:
        port = random.randint(10_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def fetch(request, timeout=30):
    """What a server on this machine answers, whatever proxy leads out of it."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=timeout)


def eventually(question, seconds=120):
    """The answer, as soon as there is one."""
    deadline = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return answer
