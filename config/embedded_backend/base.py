"""Django's PostgreSQL backend, except that the server is started by the first connection."""

from django.conf import settings
from django.core.management.base import CommandError
from django.db.backends.postgresql.base import DatabaseWrapper as PostgresqlDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient as PostgresqlDatabaseClient
from django.db.utils import OperationalError

from config.embedded_postgres import EmbeddedPostgresError

NO_DATABASE_URL = "DATABASE_URL is not set, and DEBUG is off: name a PostgreSQL server, or set DEBUG=on."


class NoServerError(CommandError, OperationalError):
    """There is no server to connect to: one clear line for commands, a database that is down for the site."""


def start_server() -> None:
    """Start the embedded server unless it runs. Raises NoServerError."""
    if not (settings.DEBUG or settings.TESTING):
        raise NoServerError(NO_DATABASE_URL)
    try:
        settings.EMBEDDED_POSTGRES.ensure_running()
    except EmbeddedPostgresError as error:
        raise NoServerError(str(error)) from error


class DatabaseClient(PostgresqlDatabaseClient):
    """`manage.py dbshell`, with the psql of the embedded server."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        start_server()
        (_, *arguments), environment = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [str(settings.EMBEDDED_POSTGRES.program("psql")), *arguments], environment


class DatabaseWrapper(PostgresqlDatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self):
        # Whoever asks is about to connect: Django itself, or a worker with a connection pool of its own.
        start_server()
        return super().get_connection_params()
