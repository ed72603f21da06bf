"""Who acts, and why: what the database writes into the log beside each change."""

from contextlib import contextmanager

from django.db import connection, transaction

SETTINGS = ("besa.actor_uid", "besa.actor_name", "besa.reason")


def _read() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(["coalesce(current_setting(%s, true), '')"] * 3), SETTINGS)
        return list(cursor.fetchone())


def _write(values: list[str]) -> None:
    pairs = [part for pair in zip(SETTINGS, values, strict=True) for part in pair]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(["set_config(%s, %s, true)"] * 3), pairs)


@contextmanager
def acting(user=None, reason: str = "", *, name: str = ""):
    """All that is written inside is logged as done by `user` for `reason`, in one transaction.

    `user` has `uid` and a name by `str()`; without one, `name` says which program acts ("import of twinnings").
    What stood before is restored at the end, so that one act may contain another.
    """
    actor = [str(user.uid), str(user)] if user is not None else ["", name]
    with transaction.atomic():
        before = _read()
        _write([*actor, reason])
        yield
        # After an error the transaction is rolled back, and with it the settings.
        _write(before)
