import os
import subprocess
import sys

import pytest

from config.embedded_backend.base import NO_DATABASE_URL
from tests.config.machines import copy_of_project


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return copy_of_project(tmp_path_factory.mktemp("besa") / "project")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["migrate"], f"NoServerError: {NO_DATABASE_URL}\n"),
        (["dbshell"], f"NoServerError: {NO_DATABASE_URL}\n"),
        (["check", "--deploy"], f"?: (besa.E001) {NO_DATABASE_URL}\n"),
    ],
)
def test_server_without_database_says_so_in_one_line(project, command, says):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"DEBUG": "off"}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, [line for line in done.stderr.splitlines(True) if "DATABASE_URL" in line]) == (1, [says])
    assert "Traceback" not in done.stderr
