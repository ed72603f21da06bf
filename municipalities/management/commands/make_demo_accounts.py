import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from municipalities.models import Membership, Municipality
from provenance.acting import acting

SARAJ, ROCHESTER_HILLS, SKOPJE = 786093, 5007402, 785842  # GeoNames
EDITOR, CONFIRMING = Membership.Role.EDITOR, Membership.Role.CONFIRMING_OFFICER
# Nobody's names: e-mail address, name, municipality and role there; the registrar belongs to none.
ACCOUNTS = [
    ("registrar@example.org", "Demo registrar", None, None),
    ("clerk.saraj@example.org", "Demo clerk, Saraj", SARAJ, EDITOR),
    ("clerk.skopje@example.org", "Demo clerk, Skopje", SKOPJE, EDITOR),
    ("officer.saraj@example.org", "Demo confirming officer, Saraj", SARAJ, CONFIRMING),
    (
        "officer.rochester.hills@example.org",
        "Demo confirming officer, Rochester Hills",
        ROCHESTER_HILLS,
        CONFIRMING,
    ),
]


def password_of_this_machine() -> str:
    """One random password for all demo accounts, kept in `var/`: the same at every start, known to nobody else."""
    path = Path(settings.BASE_DIR) / "var" / "demo_password"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12))
    return path.read_text().strip()


class Command(BaseCommand):
    help = "Makes the demo accounts of a register under development, and prints how to log in. Refuses without DEBUG."

    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError("Demo accounts are for development: they are made with DEBUG on, and never otherwise.")
        password = password_of_this_machine()
        numbers = {number for _, _, number, _ in ACCOUNTS if number}
        municipalities = {m.geonames_id: m for m in Municipality.objects.filter(geonames_id__in=numbers)}
        # A register that was filled otherwise may lack some of them: who would work for those is not made.
        accounts = [account for account in ACCOUNTS if account[2] is None or account[2] in municipalities]
        with acting(name="make_demo_accounts", reason="Demo accounts of a register under development"):
            for email, name, number, role in accounts:
                user = self._account(email, name, password, is_registrar=number is None)
                if number:
                    Membership.objects.get_or_create(user=user, municipality=municipalities[number], role=role)
        self.stdout.write(f"Demo accounts (password of them all: {password})")
        for email, name, _, _ in accounts:
            self.stdout.write(f"  {email:<37} {name}")

    @staticmethod
    def _account(email, name, password, *, is_registrar):
        user, _ = get_user_model().objects.get_or_create(
            email=email, defaults={"name": name, "is_registrar": is_registrar, "is_staff": True}
        )
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        return user
