import os
import signal
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agreements.models import Agreement


class Command(BaseCommand):
    help = "Makes the register ready (migrations, seed and sample, demo accounts) and serves it, for development."
    requires_system_checks = []

    def add_arguments(self, parser):
        port = os.environ.get("PORT") or "8000"
        parser.add_argument("port", nargs="?", type=int, default=port, help="default: $PORT, or else 8000")

    def handle(self, *, port, **options):
        # The reloader runs this command a second time, in the process that serves.
        if os.environ.get("RUN_MAIN") != "true":
            for number in (signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, lambda *_: sys.exit(0))  # an orderly exit stops the database, too
            # A shell that starts a command in the background has it ignore Ctrl-C.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            try:
                self._prepare(port)
            except KeyboardInterrupt:
                sys.exit(130)
            server = settings.EMBEDDED_POSTGRES
            if server and not server.home.is_relative_to(settings.BASE_DIR):
                self.stdout.write(f"The database lies in {server.home}")
            self.stdout.write(self.style.SUCCESS(f"\nBesa: http://127.0.0.1:{port}/   (Ctrl-C stops it)\n"))
        call_command("runserver", f"127.0.0.1:{port}")

    @staticmethod
    def _prepare(port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError) as error:
                raise CommandError(f"Port {port}: {error}. Choose another: PORT=8001 make run") from error
        call_command("migrate", interactive=False)
        if not Agreement.objects.exists():
            with transaction.atomic():  # both or none: a register with half of them would not count as empty
                call_command("load_seed")
                call_command("load_sample")
        call_command("make_demo_accounts")
