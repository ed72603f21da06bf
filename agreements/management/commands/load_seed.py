from django.core.management.base import BaseCommand

from agreements.seed import load_seed


class Command(BaseCommand):
    help = "Writes the register's first record: the agreement of Saraj and Rochester Hills, from a press article."

    def handle(self, **options):
        if load_seed():
            self.stdout.write("The agreement of Saraj and Rochester Hills is in the register.")
        else:
            self.stdout.write("The register has, or had, the agreement of Saraj and Rochester Hills: nothing to do.")
