import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded_backend.base import NO_DATABASE_URL

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["migrate"], f"NoServerError: {NO_DATABASE_URL}\n"),
        (["dbshell"], f"NoServerError: {NO_DATABASE_URL}\n"),
        (["check", "--deploy"], f"?: (besa.E001) {NO_DATABASE_URL}\n"),
    ],
)
def test_server_without_database_says_so_in_one_line(command, says):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"DEBUG": "off"}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, [line for line in done.stderr.splitlines(True) if "DATABASE_URL" in line]) == (1, [says])
    assert "Traceback" not in done.stderr
