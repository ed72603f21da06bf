import resource
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from agreements.twinnings import loading
from agreements.twinnings.reading import FileError
from agreements.twinnings.records import Run
from agreements.twinnings.report import Report


class Command(BaseCommand):
    help = (
        "Imports real twinnings from municipalities.csv, partnerships.csv and mayors.csv in a folder: all of them, or "
        "nothing. A second run changes nothing; what people have edited since is kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, help="The folder with the three files.")
        parser.add_argument(
            "--report",
            type=Path,
            default=settings.BASE_DIR / "var" / "twinnings-report.csv",
            help="Where to list the rows that were not, or not wholly, taken over (default: %(default)s).",
        )

    def handle(self, *, directory: Path, **options):
        started = time.monotonic()
        report = Report()
        try:
            contents = loading.read(directory, report)
        except FileError as error:
            raise CommandError(f"{error}. Nothing was imported.") from error
        with transaction.atomic(), tqdm(total=contents.rows, unit=" rows", disable=None) as bar:
            run = loading.write(contents, report, bar.update)
            try:
                report.write(options["report"])
            except OSError as error:
                raise CommandError(f"The report cannot be written: {error}. Nothing was imported.") from error
        self._tell(contents, run, report, time.monotonic() - started)
        self.stdout.write(f"report: {options['report']}")

    def _tell(self, contents: loading.Contents, run: Run, report: Report, seconds: float) -> None:
        read = {
            "statements": contents.statements,
            "agreements": len(contents.twinnings),
            "municipalities": len(contents.places),
            "terms of mayors": len(contents.terms),
        }
        self.stdout.write("read: " + ", ".join(f"{number} {noun}" for noun, number in read.items()))
        for verb, counted in (("new", run.created), ("completed", run.changed)):
            said = ", ".join(f"{number} {model}" for model, number in counted.items()) or "nothing"
            self.stdout.write(f"{verb}: {said}")
        for outcome in (Report.REFUSED, Report.IN_PART, Report.CONFLICT):
            said = ", ".join(f"{number} of {file}" for file, number in report.count(outcome).items()) or "none"
            self.stdout.write(f"{outcome}: {said}")
        rate = contents.statements / seconds
        self.stdout.write(f"{seconds:.1f} s, {rate:.0f} statements/s, {_peak_memory():.0f} MB of memory at most")


def _peak_memory() -> float:
    """Of this process, in MB (10^6 bytes). The unit of `ru_maxrss` is the kilobyte, on macOS the byte."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
