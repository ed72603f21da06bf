"""What load balancers and containers ask, answered truly when the database is away, too."""

import socket
import subprocess
import sys
import threading

import pytest
from django.db import connection
from django.test import Client

from config import probe
from tests.config.machines import ROOT, free_port


def test_ready_is_who_reaches_the_database(committed, monkeypatch):
    assert Client().get("/readyz").status_code == 200
    with monkeypatch.context() as away:
        connection.close()
        away.setitem(connection.settings_dict, "NAME", "nowhere")
        assert Client().get("/readyz").status_code == 503
        assert Client().get("/livez").status_code == 200
    assert Client().get("/readyz").status_code == 200


def test_live_asks_nobody():
    """Of the database, pytest-django refuses everything here."""
    assert Client().get("/livez").status_code == 200


def test_probe_tells_by_its_exit():
    refused = f"http://127.0.0.1:{free_port()}/readyz"
    done = subprocess.run([sys.executable, "-m", "config.probe", refused], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    ("answer", "is_healthy"),
    [
        (b"HTTP/1.0 200 OK\r\n\r\n", True),
        (b"HTTP/1.0 503 Service Unavailable\r\n\r\n", False),
        (b"", False),
        (None, False),
    ],
    ids=["ready", "not ready", "cut off", "silent"],
)
def test_probe_takes_nothing_for_health_but_200(monkeypatch, answer, is_healthy):
    if answer is None:
        monkeypatch.setattr(probe, "PATIENCE", 0.2)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = f"http://127.0.0.1:{server.getsockname()[1]}/readyz"
        answering = threading.Thread(target=answer_once, args=(server, answer))
        answering.start()
        assert probe.is_healthy(asked) == is_healthy
        answering.join()


def answer_once(server, answer):
    one, _ = server.accept()
    with one:
        one.recv(4096)
        if answer is None:
            one.recv(1)  # until the other side has had enough
        else:
            one.sendall(answer)
