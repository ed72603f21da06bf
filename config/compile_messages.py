"""Compiles translations without GNU gettext: `python -m config.compile_messages locale/*/LC_MESSAGES/*.po`.

Fuzzy and missing translations are left out, as gettext does. A placeholder that does not fit is an error.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


def compile_messages(source: Path) -> list[str]:
    """Write the .mo file beside a .po file, unless there are errors; returns these, one line each."""
    try:
        with source.open("rb") as file:
            catalog = read_po(file, abort_invalid=True)
    except PoFileError as error:
        return [f"{source}: {error}"]
    errors = [f"{source}:{message.lineno}: {error}" for message, found in catalog.check() for error in found]
    if not errors:
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
    return errors


if __name__ == "__main__":
    sys.exit("\n".join(error for name in sys.argv[1:] for error in compile_messages(Path(name))) or 0)
