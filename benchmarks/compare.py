"""Measures the public pages beside their peers, in interleaved rounds on this machine.

    export POSTGRES_DIR=/tmp/register DEBUG=1
    python manage.py migrate && python benchmarks/make_register.py 100000 && python manage.py load_seed
    python manage.py collectstatic --no-input
    python benchmarks/compare.py

Starts, on the loopback alone, one process each of the register (granian with one thread, as in production, DEBUG off),
of the plain page (the same server) and of Datasette (uvloop, httptools), and asks them in turns. What is told is the
processor time of server and database for one request, the median over the rounds: it bears other
work on the machine better than seconds do. Stops what it started. `pip install -e .[benchmarks]` brings Datasette.
"""

import argparse
import contextlib
import html
import http.client
import itertools
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
import psutil
import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from benchmarks.make_register import arguments_of  # noqa: E402
from benchmarks.peers import flat  # noqa: E402

# In turns: three frequent countries, two that are not, and a rare one.
FILTERS = [f"country={country}&status=in_force" for country in ("DE", "FR", "IT", "AL", "MK", "GR")]
WORD = "hilbaba"  # in one of seventy agreements
WARM_UP, STARTS_WITHIN = 30, 60
LISTS = [f"/en/agreements/?{one}&sort=-since&limit=50" for one in FILTERS]
SEARCH = f"/en/search/?q={WORD}"


class Server:
    """A process and its children, the database's included if it has one, and their processor time."""

    def __init__(self, command: list[str], environment: dict, port: int, database: psutil.Process | None):
        self.port, self.database = port, database
        self.started = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if time.monotonic() > deadline or self.started.poll() is not None:
                self.stop()
                raise SystemExit(f"does not start: {' '.join(command)}")
            time.sleep(0.2)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def stop(self) -> None:
        processes = []
        with contextlib.suppress(psutil.NoSuchProcess):
            processes = psutil.Process(self.started.pid).children(recursive=True)
        self.started.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.started.wait(10)
        for one in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        if self.started.poll() is None:
            self.started.kill()
            self.started.wait()

    def used(self) -> float:
        """Seconds of processor time so far."""
        seconds = 0.0
        for parent in filter(None, [psutil.Process(self.started.pid), self.database]):
            for one in [parent, *parent.children(recursive=True)]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    times = one.cpu_times()
                    seconds += times.user + times.system
        return seconds

    def ask(self, address: str, headers: dict) -> http.client.HTTPResponse:
        self.connection.request("GET", address, headers=headers)
        response = self.connection.getresponse()
        response.body = response.read()
        return response


class Scenario:
    """Addresses of one server, asked again and again; `status` is what each must be answered with."""

    def __init__(self, name: str, server: Server, addresses, *, status: int = 200, headers: dict | None = None):
        self.name, self.server, self.addresses, self.status = name, server, iter(addresses), status
        self.headers = headers or {}
        self.milliseconds, self.per_second, self.first_bytes, self.size = [], [], [], 0

    def ask(self) -> None:
        response = self.server.ask(next(self.addresses), self.headers)
        if response.status != self.status:
            raise SystemExit(f"{self.name}: {response.status} instead of {self.status}\n{response.body[:500]}")
        self.size = len(response.body)

    def round(self, seconds: float) -> None:
        self.server.connection.close()  # servers give up connections that were silent while others were asked
        for _ in range(3):
            self.ask()
        used, began, asked, waits = self.server.used(), time.perf_counter(), 0, []
        while (now := time.perf_counter()) - began < seconds:
            self.ask()
            waits.append(time.perf_counter() - now)
            asked += 1
        self.milliseconds.append((self.server.used() - used) / asked * 1000)
        self.per_second.append(asked / (time.perf_counter() - began))
        self.first_bytes.append(statistics.median(waits) * 1000)

    @property
    def cost(self) -> float:
        return statistics.median(self.milliseconds)


class Walk(Scenario):
    """The same lists, page after page to their ends: rows that nobody has been shown yet, in turns of all lists."""

    def __init__(self, name: str, server: Server, lists: list[str]):
        super().__init__(name, server, [])
        self.firsts, self.places = lists, itertools.cycle(range(len(lists)))
        self.nexts = [None] * len(lists)

    def ask(self) -> None:
        place = next(self.places)
        response = self.server.ask(f"{self.nexts[place] or self.firsts[place]}&new={time.time_ns()}", {})
        if response.status != self.status:
            raise SystemExit(f"{self.name}: {response.status} instead of {self.status}\n{response.body[:500]}")
        self.size = len(response.body)
        query = re.search(rb'rel="next" href="([^"]+)"', response.body)
        path = self.firsts[place].partition("?")[0]
        self.nexts[place] = path + html.unescape(query[1].decode()) if query else None


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def granian(settings_module: str, database_url: str, database: psutil.Process) -> Server:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "POSTGRES_DIR"} | {
        "DEBUG": "off",
        "DJANGO_SETTINGS_MODULE": settings_module,
        "DATABASE_URL": database_url,
        "SECRET_KEY": "for this measurement alone " * 3,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "off",
        "PYTHONPATH": str(ROOT),
    }
    command = [
        sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1", f"--port={port}", "--workers=1",
        "--blocking-threads=1", "--no-ws", "--log-level=error", "config.wsgi:application",
    ]  # fmt: skip
    return Server(command, environment, port, database)


def datasette(connection, folder: Path) -> Server:
    database, metadata = flat.make(connection, folder)
    port = free_port()
    command = [
        sys.executable, "-m", "datasette", "serve", "--immutable", str(database), "--metadata", str(metadata),
        "--host", "127.0.0.1", "--port", str(port), "--setting", "suggest_facets", "off", "--setting",
        "default_page_size", "50",
    ]  # fmt: skip
    return Server(command, dict(os.environ), port, None)


def new_each_time(*addresses: str):
    """Addresses that nobody has asked for, so that no page is kept for them."""
    return (f"{address}&new={time.time_ns()}" for address in itertools.cycle(addresses))


def among(pattern: str):
    """The address for each filter in turns."""
    return itertools.cycle([pattern.format(one) for one in FILTERS])


def scenarios(register: Server, plain: Server | None, peer: Server | None, agreement: str):
    etag = register.ask(LISTS[0], {}).headers["ETag"]
    page = f"/en/agreements/{agreement}/"
    yield Scenario("list of 50", register, new_each_time(*LISTS))
    yield Walk("list of 50, next pages", register, LISTS)
    yield Scenario("search", register, new_each_time(SEARCH))
    yield Scenario("agreement page", register, new_each_time(f"{page}?asked=1"))
    yield Scenario("list of 50, kept", register, itertools.cycle(LISTS))
    yield Scenario("list of 50, 304", register, itertools.repeat(LISTS[0]), status=304, headers={"If-None-Match": etag})
    if plain:
        yield Scenario("plain list", plain, among("/agreements/?{}"))
        yield Scenario("plain search", plain, itertools.repeat(f"/search/?q={WORD}"))
    if peer:
        yield Scenario("Datasette list", peer, among("/register/listed?{}&_sort_desc=since"))
        yield Scenario("Datasette search", peer, itertools.repeat(f"/register/agreements?_search={WORD}"))
        yield Scenario("Datasette, canned list", peer, among("/register/list?{}"))
        yield Scenario("Datasette, canned search", peer, itertools.repeat(f"/register/search?q={WORD}"))


TARGETS = [
    # what is divided, by what, and how much it should be at least
    ("Datasette list", "list of 50", 1),
    ("plain list", "list of 50", 15),
    ("Datasette list", "list of 50, next pages", 1),
    ("plain list", "list of 50, next pages", 15),
    ("Datasette search", "search", 2.5),
    ("Datasette list", "list of 50, kept", 20),
]
MILLISECONDS = [("list of 50, 304", 0.3), ("agreement page", 10)]
# Milliseconds mean something on one machine alone. On that of these targets Datasette's canned list took so much at
# most: it answered 296 times a second on two cores, whoever asked included.
CANNED_LIST_THERE = 2_000 / 296


def tell(measured: dict[str, Scenario]) -> None:
    print(f"{'':24}  CPU ms   ms  answers/s     kB")
    for one in measured.values():
        print(
            f"{one.name:24}  {one.cost:6.2f}  {statistics.median(one.first_bytes):5.1f}"
            f"  {statistics.median(one.per_second):7.0f}  {one.size / 1024:6.1f}"
        )
    for slow, fast, wanted in TARGETS:
        if slow in measured:
            ratio = measured[slow].cost / measured[fast].cost
            print(f"{slow} ÷ {fast}: {ratio:.1f} (wanted: {wanted})")
    canned = measured.get("Datasette, canned list")
    for name, wanted in MILLISECONDS:
        cost = measured[name].cost
        there = f", about {cost * CANNED_LIST_THERE / canned.cost:.2f} where the target was set" if canned else ""
        print(f"{name}: {cost:.2f} ms here{there} (wanted: at most {wanted})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="for each scenario in each round")
    parser.add_argument("--alone", action="store_true", help="the register without its peers")
    parser.add_argument("--agreement", default="", help="number of the agreement whose page is asked for")
    wanted = parser.parse_args()
    django.setup()
    from django.db import connection as django_connection  # noqa: PLC0415 -- only when settings are there

    arguments = arguments_of(django_connection)  # starts the embedded server, which ends with this process
    database_url = f"postgres://{arguments['user']}@/{arguments['host']}/{arguments['dbname']}"
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(psycopg.connect(**arguments, autocommit=True))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="besa-benchmark-")))
        (pid,) = connection.execute("SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int").fetchone()
        (agreements,) = connection.execute("SELECT count(*) FROM agreements_agreement").fetchone()
        (seed,) = connection.execute(
            "SELECT coalesce(min(number) FILTER (WHERE origin = 'seed'), min(number)) FROM agreements_agreement"
        ).fetchone()

        def started(server: Server) -> Server:
            stack.callback(server.stop)
            return server

        database = psutil.Process(pid)
        register = started(granian("config.settings", database_url, database))
        plain = peer = None
        if not wanted.alone:
            plain = started(granian("benchmarks.peers.plain_settings", database_url, database))
            peer = started(datasette(connection, folder))
        measured = {one.name: one for one in scenarios(register, plain, peer, wanted.agreement or seed)}
        for one in measured.values():
            for _ in range(WARM_UP if "plain" not in one.name else 3):
                one.ask()
        for _ in range(wanted.rounds):
            for one in measured.values():
                one.round(wanted.seconds)
        print(f"{agreements} agreements, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        tell(measured)


if __name__ == "__main__":
    main()
