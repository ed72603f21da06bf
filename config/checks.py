"""What `manage.py check --deploy` says about a server beyond Django's own checks."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from config.embedded_backend.base import NO_DATABASE_URL


@register(Tags.security, deploy=True)
def a_server_names_its_database(app_configs, **kwargs):
    """The embedded PostgreSQL is for development: it has no password and no backup."""
    if settings.EMBEDDED_POSTGRES is None or settings.DEBUG:
        return []
    return [Error(NO_DATABASE_URL, id="besa.E001")]
