from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from psycopg import sql

# The application reads these, and the owner or the triggers write them.
READ_ONLY = ["provenance_change", "provenance_epoch", "django_migrations"]
KEPT_BY_DATABASE = [
    "municipalities_searchname",
    "agreements_agreementfacets",
    "agreements_agreementsearch",
    "agreements_goodpracticesearch",
    "agreements_jointprojectsearch",
    "agreements_statusperiod",
]


class Command(BaseCommand):
    help = (
        "Gives the application's own role its rights: it reads and writes records, only reads the log, "
        "and owns nothing, so that it cannot switch the triggers off. Run as the owner, after migrate."
    )

    def add_arguments(self, parser):
        parser.add_argument("role", help="a role that can log in and owns nothing here")

    @transaction.atomic
    def handle(self, *, role, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper, current_user = %s FROM pg_roles WHERE rolname = %s", [role, role])
            found = cursor.fetchone()
            if found is None:
                raise CommandError(f"There is no role {role!r}.")
            if found[0] or found[1]:
                raise CommandError(f"{role!r} is a superuser or the owner itself: choose a role with no such powers.")
            name = sql.Identifier(role)
            tables = sql.SQL(", ").join(sql.Identifier(table) for table in READ_ONLY + KEPT_BY_DATABASE)
            for statement in (
                "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
                "GRANT USAGE ON SCHEMA public TO {role}",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
                "REVOKE INSERT, UPDATE, DELETE ON {tables} FROM {role}",
                "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
                "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
            ):
                cursor.execute(sql.SQL(statement).format(role=name, tables=tables))
        self.stdout.write(f"{role} may read and write records, and only read the log.")
