"""The compose file and the image: their rules, and that every command in them runs as it is written.

There is no container engine here: commands run in a copy of what would be in the image, with nothing but the
service's own environment, against a real PostgreSQL with the two roles that the database's first start makes.
"""

import contextlib
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import psycopg
import pytest
import yaml

from config.embedded_postgres import EmbeddedPostgres
from tests.config.machines import ROOT, copy_of_project, eventually, fetch, free_port

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", "")
EXAMPLE = (ROOT / ".env.example").read_text()
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


# --- Rules ------------------------------------------------------------------------------------------------


def test_services_are_database_migrations_web_and_worker():
    assert list(SERVICES) == ["db", "migrate", "web", "worker"]
    assert SERVICES["db"]["image"] == "postgres:18"
    assert {service["image"] for service in OURS.values()} == {"besa"}


def test_our_containers_have_no_power():
    powers = {
        (service["user"], service["read_only"], *service["cap_drop"], *service["security_opt"])
        for service in OURS.values()
    }
    assert powers == {("besa", True, "ALL", "no-new-privileges:true")}


def test_image_ends_as_an_ordinary_user():
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE) == ["besa"]
    assert DOCKERFILE.index("useradd") < DOCKERFILE.index("USER besa") > DOCKERFILE.rindex("RUN ")


def test_image_installs_the_servers_pinned_packages_alone():
    installs = re.findall(r"pip install (.*)", DOCKERFILE)
    assert [install.split("--require-hashes ")[1] for install in installs] == ["-r requirements/base.txt"]


def test_every_service_that_stays_has_a_health_check():
    assert {name for name, service in SERVICES.items() if "healthcheck" in service} == {"db", "web", "worker"}
    assert SERVICES["migrate"]["restart"] == "no"


def test_every_secret_comes_from_the_environment_and_must_be_set():
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            if re.search("SECRET|PASSWORD|URL", name):
                assert re.search(r"\$\{[A-Z_]+:\?", value), name
    assert not re.search("SECRET_KEY=(?!unused )|PASSWORD", DOCKERFILE)


def test_example_environment_names_every_variable_and_holds_no_secret():
    documented = re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE)
    settings = (ROOT / "config" / "settings.py").read_text()
    read = {*re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', settings), "DATABASE_URL"}
    read |= {name for name, _, _ in VARIABLE.findall((ROOT / "docker-compose.yml").read_text())}
    assert sorted(documented) == sorted(read)
    assert set(re.findall(r"^(?:SECRET_KEY|\w+_PASSWORD)=(.*)", EXAMPLE, re.MULTILINE)) == {""}


def test_only_the_proxy_on_this_machine_reaches_the_site_and_nobody_the_database():
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:${PORT:-8000}:8000"]
    }


def test_web_server_has_one_thread_a_worker():
    assert "--blocking-threads=1" in SERVICES["web"]["command"]


# --- Commands ---------------------------------------------------------------------------------------------


class Machine:
    """Stands for the container engine: a copy of the image's files, a database, and the operator's .env."""

    def __init__(self, folder):
        self.image = copy_of_project(folder / "image")
        self.cluster = EmbeddedPostgres(folder / "postgres", durable=False)
        self.cluster.user, self.cluster.listen_addresses = "postgres", "127.0.0.1"
        self.cluster.port, self.web_port = free_port(), free_port()
        self.dotenv = {name: secrets.token_hex(16) for name in re.findall(r"^(\w+)=$", EXAMPLE, re.MULTILINE)}
        self.dotenv |= dict(re.findall(r"^(\w+)=(.+)$", EXAMPLE, re.MULTILINE))

    def written(self, text):
        """What compose makes of `${NAME}`, `${NAME:-default}` and `${NAME:?message}`; and our addresses."""

        def value(match):
            name, kind, more = match.groups()
            if kind == "?":
                assert self.dotenv.get(name), f"{name}: {more}"
            return self.dotenv.get(name) or (more if kind == "-" else "")

        # Before anything is put in that may hold an 8000 of its own
        text = str(text).replace("8000", str(self.web_port)).replace("0.0.0.0", "127.0.0.1")
        return VARIABLE.sub(value, text.replace("@db:5432/", f"@127.0.0.1:{self.cluster.port}/"))

    def start(self, service, command, **more):
        programs = Path(sys.executable).parent, self.cluster.program("psql").parent
        environment = {
            **{name: self.written(value) for name, value in SERVICES[service]["environment"].items()},
            "PATH": ":".join(map(str, (*programs, "/usr/bin", "/bin"))),
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.cluster.port),
        }
        if service in OURS:
            environment["MEDIA_ROOT"] = str(self.image.parent / "media")
        return subprocess.Popen(
            [self.written(word) for word in command],
            cwd=self.image,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **more,
        )

    def run(self, service, command):
        process = self.start(service, command)
        said, _ = process.communicate(timeout=600)
        assert process.returncode == 0, said
        return said

    def is_healthy(self, service):
        process = self.start(service, SERVICES[service]["healthcheck"]["test"][1:])
        process.communicate(timeout=600)
        return process.returncode == 0

    def ask(self, sql):
        with psycopg.connect(host="127.0.0.1", port=self.cluster.port, user="postgres", dbname="besa") as asked:
            return asked.execute(sql).fetchone()[0]


@contextlib.contextmanager
def running(machine, service):
    """The service as written; in the end it is asked to stop, and must do so in order."""
    process = machine.start(service, SERVICES[service]["command"])
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
    finally:
        process.kill()


@pytest.fixture(scope="module")
def machine():
    """A machine on which the database's first start, the image's build and the migrations have been done."""
    with tempfile.TemporaryDirectory(prefix="besa-") as folder:
        Path(folder).chmod(0o755)
        machine = Machine(Path(folder).resolve())
        machine.cluster.database = "unused"  # the script makes the real one
        machine.cluster.ensure_running()
        try:
            machine.run("db", ["sh", "config/database_roles.sh"])
            build = [line.removeprefix("RUN ") for line in DOCKERFILE.splitlines() if line.startswith("RUN ")]
            for line in build:
                if not re.match("pip install|useradd", line):
                    built_without = {"SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"}
                    unset = [word for name in sorted(built_without) for word in ("-u", name)]
                    machine.run("web", ["env", *unset, "sh", "-ec", line])
            machine.run("migrate", SERVICES["migrate"]["command"])
            yield machine
        finally:
            machine.cluster.stop()


def test_database_is_healthy_and_owned_by_the_role_that_migrates(machine):
    assert eventually(lambda: machine.is_healthy("db"))
    owners = "SELECT string_agg(DISTINCT tableowner, ',') FROM pg_tables WHERE schemaname = 'public'"
    assert machine.ask(owners) == "besa_owner"
    assert machine.ask("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'besa%' AND rolsuper") == 0


def test_migrations_may_run_again(machine):
    assert "No migrations to apply." in machine.run("migrate", SERVICES["migrate"]["command"])


def test_web_serves_pages_and_fingerprinted_files_and_is_healthy(machine):
    def get(path):
        headers = {"Host": machine.dotenv["ALLOWED_HOSTS"], "X-Forwarded-Proto": "https"}
        request = urllib.request.Request(f"http://127.0.0.1:{machine.web_port}{path}", headers=headers)
        with contextlib.suppress(OSError):
            return fetch(request)

    with running(machine, "web"):
        assert eventually(lambda: get("/livez")).status == 200
        assert eventually(lambda: machine.is_healthy("web"))
        page = eventually(lambda: get("/en/")).read().decode()
        stylesheet = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)[1]
        assert eventually(lambda: get(stylesheet)).headers["Cache-Control"].endswith("immutable")


def test_worker_reports_to_the_database_and_is_healthy(machine):
    with running(machine, "worker"):
        assert eventually(lambda: machine.ask("SELECT count(*) FROM procrastinate_workers")) == 1
        assert eventually(lambda: machine.is_healthy("worker"))
