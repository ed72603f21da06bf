from django.core.management.base import BaseCommand
from django.db import connection, transaction

from provenance.models import Epoch


class Command(BaseCommand):
    help = "After a restore: opens a new epoch of the log. Does nothing where the database is the one it was."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="open one even so")

    @transaction.atomic
    def handle(self, *, force, **options):
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE provenance_epoch IN EXCLUSIVE MODE")
            cursor.execute("SELECT database_identity()")
            (identity,) = cursor.fetchone()
        latest = Epoch.objects.latest("number")
        if latest.cluster == identity and not force:
            self.stdout.write(f"Epoch {latest.number} goes on.")
            return
        opened = Epoch.objects.create(number=latest.number + 1, cluster=identity)
        self.stdout.write(f"Epoch {opened.number} is open.")
