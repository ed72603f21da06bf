"""The version of the register: what every ETag and everything that is kept hangs on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import InterfaceError, OperationalError, connection
from psycopg import OperationalError as DriverError
from psycopg.pq import ExecStatus

_held: ContextVar[str | None] = ContextVar("held", default=None)


def version() -> str:
    """Which state of the register a reader sees who begins now; two states have one version only if they are the same.

    It moves with every commit to a logged table, also while a long transaction holds the settled line back, and never
    comes back to what it was. Take it before reading: what is read afterwards is of this state or of a later one, and
    it is of this state if the version is still the same after reading. One statement of some 0.1 ms, whatever the size
    of the log (`register_version()` in `migrations/0006_quick_version.py` says how). Errors: `django.db.Error`.
    """
    if connection.in_atomic_block or connection.health_check_done:
        return _asked()
    connection.health_check_done = True  # The question itself tells whether a kept connection still lives.
    try:
        return _asked()
    except (OperationalError, InterfaceError):
        connection.close()
        return _asked()


def _asked() -> str:
    """By libpq itself: every answer of the site waits for this question, and a cursor costs more than the answer."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        answer = connection.connection.pgconn.exec_(b"SELECT register_version()")
        if answer.status != ExecStatus.TUPLES_OK:
            raise DriverError(answer.get_error_message())
    return answer.get_value(0, 0).decode()


@contextmanager
def held(seen: str) -> Iterator[None]:
    """Within, what is kept is looked up by this version: one who has just asked need not ask for every value.

    What is read within may be of a later version all the same; whoever keeps it asks anew, by `version()`.
    """
    token = _held.set(seen)
    try:
        yield
    finally:
        _held.reset(token)


def held_version() -> str:
    """The version that is held, or else the present one."""
    return _held.get() or version()
