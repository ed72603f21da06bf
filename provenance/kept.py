"""What was worked out for one version of the register is kept until the next: nothing stale is ever given out.

Two places: this process's memory, and one table that all processes and machines share. Both are bounded, and both may
forget at any time. Keys name the version and the release, so that nothing needs to be thrown away when either moves.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection
from contextvars import ContextVar
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.db.backends.postgresql.base import ServerBindingCursor

from provenance.release import release
from provenance.version import held_version, version

# The table has a fixed number of places, each for the last of all keys that fall on it: at most 256 MB.
PLACES = 2_048
LONGEST_SHARED = 128 * 1024
# Within `remembered`: a mark for each question to the database.
_questions: ContextVar[list | None] = ContextVar("questions", default=None)


def kept(key: tuple, compute: Callable[[], object]):
    """What `compute()` gives for this version of the register: worked out once, kept for all who ask.

    `key` names what is computed and all else that it hangs on beside register and release: the day, the language, the
    query (`("facets", "agreements", day, get_language(), query)`). The value goes through JSON: lists come back
    for tuples, text for the keys of dicts and for dates.

    Two small queries when kept by another process, one when kept by this one, none where the version is held as well.
    A value is kept only if nothing was committed while it was computed: so it is exactly of the version that it is
    kept for. Errors: those of `compute`, and `django.db.Error` if the database is away.
    """
    _noted()
    if not settings.KEPT_BYTES:
        return json.loads(_written(compute()))
    seen = held_version()
    name = name_of("computed", seen, release(), key)
    content = get(name)
    if content is None:
        content = _written(compute())
        put(name, content, seen)
    return json.loads(content)


def kept_each(key: tuple, wanted: Collection[int], find: Callable[[list[int]], dict[int, str]]) -> dict[int, str]:
    """The text of each of these, kept in this process for this version of the register; in their order.

    `find` is asked for those that are not there, and may know fewer; `key` names what the texts are and all else that
    they hang on. One small query beside those of `find`, none if all are there and the version is held. Errors: those
    of `find`, and `django.db.Error` if the database is away.
    """
    _noted()
    if not settings.KEPT_BYTES:
        return _in_order(find(list(wanted)), wanted)
    seen = held_version()
    names = {one: name_of("each", seen, release(), key, one) for one in wanted}
    texts = {one: content.decode() for one, name in names.items() if (content := memory.get(name)) is not None}
    if missing := [one for one in wanted if one not in texts]:
        found = find(missing)
        if version() == seen:
            for one, text in found.items():
                memory.put(names[one], text.encode())
        texts |= found
    return _in_order(texts, wanted)


def _in_order(texts: dict[int, str], wanted: Collection[int]) -> dict[int, str]:
    return {one: texts[one] for one in wanted if one in texts}


def remembered(key: tuple, make: Callable[[], object]):
    """What `make()` gives of `key`, worked out once in this process however often the register moves.

    `key` holds all that it is made of, so it never grows old. If `make` asks the database for anything, or for what is
    kept of it (`kept`, `kept_each`), that is not in the key, and nothing is remembered. The value goes through JSON.
    Errors: those of `make`.
    """
    # In development a template may just have been edited.
    if not settings.KEPT_BYTES or settings.DEBUG:
        return json.loads(_written(make()))
    name = name_of("remembered", release(), *key)
    content = memory.get(name)
    if content is None:
        questions = []
        token = _questions.set(questions)
        try:
            with connection.execute_wrapper(_noted_and_executed):
                content = _written(make())
        finally:
            _questions.reset(token)
        if not questions:
            memory.put(name, content)
    return json.loads(content)


def _noted() -> None:
    if (questions := _questions.get()) is not None:
        questions.append(True)


def _noted_and_executed(execute, *question):
    _noted()
    return execute(*question)


def _written(value) -> bytes:
    return json.dumps(value, default=str, separators=(",", ":")).encode()


def name_of(*parts) -> bytes:
    """A name of 16 bytes for all parts together, which nobody without the secret key can work out."""
    name = hashlib.blake2b(digest_size=16, key=_secret(settings.SECRET_KEY))
    for part in parts:
        # Long texts are taken as they are. Each part says how long it is, so that no two lists of parts read alike.
        written = part.encode() if isinstance(part, str) else repr(part).encode()
        name.update(b"%s %d " % (type(part).__name__.encode(), len(written)) + written)
    return name.digest()


@cache
def _secret(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def get(name: bytes) -> bytes | None:
    """What is kept under this name, in memory or by another process."""
    content = memory.get(name)
    if content is None and (content := _get_shared(name)) is not None:
        memory.put(name, content)
    return content


def put(name: bytes, content: bytes, seen: str) -> bool:
    """Keeps it if the register is still of the version `seen`; whether it is.

    Not what is too long; what is too long to be shared is kept in memory alone. Errors: `django.db.Error` if the
    database is away.
    """
    is_still = (len(content) <= LONGEST_SHARED and _put_shared(name, content, seen)) or version() == seen
    if is_still:
        memory.put(name, content)
    return is_still


class Memory:
    """The last used contents, up to a number of bytes together; for several threads.

    Not `cachetools.LRUCache`: it would need the same lock, bound and overhead around it, and takes half as long again
    to find what is there.
    """

    OVERHEAD = 512  # what the smallest content costs: otherwise very many of them would be free

    def __init__(self, size: int):
        self.size, self.used = size, 0
        self._contents: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: bytes) -> bytes | None:
        with self._lock:
            if (content := self._contents.get(name)) is not None:
                self._contents.move_to_end(name)
            return content

    def put(self, name: bytes, content: bytes) -> None:
        """What alone would take a quarter of the room is not kept: it would drive all else out."""
        if len(content) > self.size // 4:
            return
        with self._lock:
            if (before := self._contents.pop(name, None)) is not None:
                self.used -= len(before) + self.OVERHEAD
            self._contents[name] = content
            self.used += len(content) + self.OVERHEAD
            while self.used > self.size:
                self.used -= len(self._contents.popitem(last=False)[1]) + self.OVERHEAD

    def clear(self) -> None:
        with self._lock:
            self._contents.clear()
            self.used = 0


memory = Memory(settings.KEPT_BYTES)


def _place(name: bytes) -> int:
    return int.from_bytes(name[:4], "big") % PLACES


def _get_shared(name: bytes) -> bytes | None:
    rows = _shared("SELECT content FROM provenance_kept WHERE place = %s AND key = %b", [_place(name), name])
    return bytes(rows[0][0]) if rows else None


def _put_shared(name: bytes, content: bytes, seen: str) -> bool:
    """Whether it was put there; not if the register has another version by now."""
    rows = _shared(
        """
        INSERT INTO provenance_kept (place, key, content) SELECT %s, %b, %b WHERE register_version() = %s
        ON CONFLICT (place) DO UPDATE SET key = excluded.key, content = excluded.content RETURNING place
        """,
        [_place(name), name, content, seen],
    )
    return bool(rows)


def _shared(statement: str, parameters: list) -> list:
    """The rows; none if the table cannot be used, for nobody depends on it.

    None either within a transaction: what it has written itself nobody else may see, and an error would break it.
    """
    if connection.in_atomic_block:
        return []
    try:
        connection.ensure_connection()
        # Contents go as bytes beside the statement: Django's own cursor would write them into it as text.
        with connection.wrap_database_errors, ServerBindingCursor(connection.connection) as cursor:
            return cursor.execute(statement, parameters, binary=True).fetchall()
    except Error:
        return []
