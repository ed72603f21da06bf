"""`manage.py run`, which is `make run` after the installation: as a process of its own, stopped as people stop it."""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from tests.config.machines import copy_of_project, eventually, fetch, free_port


@pytest.fixture(scope="module")
def postgres_folder():
    """One cluster for all the starts in this file: the first fills it, the others find it filled."""
    with tempfile.TemporaryDirectory(prefix="besa-") as name:
        Path(name).chmod(0o755)
        copy_of_project(Path(name) / "project")
        yield Path(name).resolve() / "postgres"


@pytest.fixture
def port():
    return free_port()


def start(postgres_folder, port):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"PORT": str(port), "POSTGRES_DIR": str(postgres_folder), "DEBUG": "on"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "run"],
        cwd=postgres_folder.with_name("project"),
        env=environment,
        text=True,
        start_new_session=True,  # a process group, as a terminal gives it
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def answers(url):
    with contextlib.suppress(OSError):
        return fetch(url).status == 200
    return False


def serve_until_ready(process, port):
    deadline = time.monotonic() + 180
    while not answers(f"http://127.0.0.1:{port}/readyz"):
        assert process.poll() is None, process.stdout.read()
        assert time.monotonic() < deadline
        time.sleep(0.1)


def everything_of(postgres_folder):
    """The names of the processes that run for this start: the command, what it started, and the database."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            environment = process.environ() if process.status() != psutil.STATUS_ZOMBIE else {}
            inside = Path(process.cwd()).is_relative_to(postgres_folder)
            if inside or environment.get("POSTGRES_DIR") == str(postgres_folder):
                found.append(process.name())
    return found


@pytest.mark.parametrize("stop", ["Ctrl-C", "SIGTERM", "closed terminal"])
def test_run_serves_and_leaves_no_process_behind(postgres_folder, port, stop):
    """The first fills the register, the others find it filled."""
    is_filled = postgres_folder.exists()
    process = start(postgres_folder, port)
    serve_until_ready(process, port)
    assert "postgres" in everything_of(postgres_folder)
    if stop == "Ctrl-C":
        os.killpg(process.pid, signal.SIGINT)
    elif stop == "SIGTERM":
        process.terminate()
    else:
        os.killpg(process.pid, signal.SIGHUP)
    said, _ = process.communicate(timeout=180)
    assert (process.returncode, "Traceback" in said) == (0, False), said
    assert eventually(lambda: not everything_of(postgres_folder)), everything_of(postgres_folder)
    assert f"http://127.0.0.1:{port}/" in said
    assert "registrar@example.org" in said
    assert ("No migrations to apply." in said) == is_filled


def test_taken_port_is_said_in_one_line_before_anything_is_started(postgres_folder, port):
    with socket.create_server(("127.0.0.1", port)):
        said, _ = start(postgres_folder, port).communicate(timeout=180)
    taken = f"[Errno {errno.EADDRINUSE}] {os.strerror(errno.EADDRINUSE)}"
    assert said == f"CommandError: Port {port}: {taken}. Choose another: PORT=8001 make run\n"
