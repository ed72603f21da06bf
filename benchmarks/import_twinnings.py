"""Measures `manage.py import_twinnings`: seconds and peak memory of a first run and of a second, which finds all done.

    python benchmarks/import_twinnings.py ../shared/data/twinnings

In a new database on a server of its own, in a temporary folder; whatever register there is stays as it is.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path, help="the folder with the three files")
    directory = parser.parse_args().directory.resolve()
    with tempfile.TemporaryDirectory(prefix="besa-benchmark-", ignore_cleanup_errors=True) as folder:
        # The embedded server may run as another user, who has to reach its folder.
        Path(folder).chmod(0o755)
        environment = {**os.environ, "DEBUG": "1", "POSTGRES_DIR": f"{folder}/postgres"}
        environment.pop("DATABASE_URL", None)

        def manage(*arguments):
            subprocess.run([sys.executable, str(MANAGE), *arguments], env=environment, check=True)

        manage("migrate", "--verbosity", "0")
        for run in ("first run", "second run"):
            print(f"--- {run}", flush=True)
            manage("import_twinnings", str(directory), "--report", f"{folder}/report.csv")


if __name__ == "__main__":
    main()
