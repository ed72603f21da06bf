#!/usr/bin/env python
"""The command line of Besa: `python manage.py help` lists what it can do."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import ProgrammingError
from psycopg.errors import UndefinedTable

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        what = error.__cause__.diag.message_primary
        sys.exit(f"The database lacks its tables ({what}): run `{sys.argv[0]} migrate` first.")
