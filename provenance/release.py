"""Which software answers: a page made by another release is another page."""

import functools
import hashlib
import json
import time
from pathlib import Path

from django.apps import apps
from django.conf import settings

FOLDERS = ["templates", "static", "locale", "requirements"]
_started = time.time()


def release() -> str:
    """A hash over the project's files and settings, made once per process.

    With DEBUG on it follows the newest file, so that an edited template is seen at once; and as a process goes on with
    the code that it began with, each has a release of its own.
    """
    if settings.DEBUG:
        return f"{_started} {max(path.stat().st_mtime for path in _files())}"
    return _hashed()


def _files() -> list[Path]:
    rooms = [path for app in apps.get_app_configs() if (path := Path(app.path)).parent == settings.BASE_DIR]
    folders = [*rooms, *(settings.BASE_DIR / folder for folder in FOLDERS)]
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if path.suffix not in {".pyc", ".po"})


@functools.cache
def _hashed() -> str:
    hashed = hashlib.blake2b(settings.RELEASE.encode(), digest_size=16)
    for path in _files():
        hashed.update(f"{path.relative_to(settings.BASE_DIR)}\n{path.stat().st_size}\n".encode())
        hashed.update(path.read_bytes())
    for name in sorted(name for name in dir(settings) if name.isupper()):
        try:
            written = json.dumps(getattr(settings, name, None), sort_keys=True)
        except (TypeError, ValueError):
            continue  # Objects: the code that makes them is hashed already.
        hashed.update(f"{name}={written}\n".encode())
    return hashed.hexdigest()
