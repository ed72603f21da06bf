from django.core.management.base import BaseCommand

from agreements.sample import load_sample


class Command(BaseCommand):
    help = "Writes a selection of true twinnings, the Western Balkans and their partners first, from public sources."

    def handle(self, **options):
        count = load_sample()
        if count:
            self.stdout.write(f"{count} twinnings are in the register: a selection, not all that there are.")
        else:
            self.stdout.write("The register has, or had, the selection of twinnings: nothing to do.")
