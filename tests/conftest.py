"""What every test may ask for."""

import os
import shutil
import uuid
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.template import RequestContext, Template
from django.template.backends.jinja2 import Template as JinjaTemplate
from django.test.signals import template_rendered
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from psycopg import sql

from config.embedded_postgres import EmbeddedPostgres
from municipalities import search
from provenance import kept
from tests import factories
from tests import register as filled

# A busy machine is no reason to fail. Where CI is set, Hypothesis says so by itself, and tries the same each time.
hypothesis_settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])


# Otherwise each client looks through all static files before its first request.
settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def contexts_of_pages_alone(django_test_environment):
    """Of each page `response.context` has its own; to tell of all that it includes takes a quarter of the time."""

    def render(template, context):
        if isinstance(context, RequestContext) and context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    def render_public(template, context=None, request=None):
        # Of Jinja2's, Django's client is told nothing.
        if request is not None:
            template_rendered.send(sender=template, template=template, context=context or {})
        return written(template, context, request)

    written = JinjaTemplate.render
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        patch.setattr(JinjaTemplate, "render", render_public)
        yield


@pytest.fixture(autouse=True)
def forgotten_words():
    """What words are folded to is known to a process once it has asked; no test depends on what others asked."""
    search.forget_words()


@pytest.fixture(autouse=True)
def in_english():
    """A test that speaks another language must not leave it behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def saraj(db):
    return factories.make_municipality(
        "Saraj", name_mk="Сарај", name_sq="Saraj", country="MK", latitude=42.0, longitude=21.32778
    )


@pytest.fixture
def rochester_hills(db):
    return factories.make_municipality("Rochester Hills", country="US", latitude=42.65837, longitude=-83.14993)


@pytest.fixture
def agreement(saraj, rochester_hills):
    """A published cooperation agreement of two municipalities, without any act."""
    return factories.make_agreement(saraj, rochester_hills)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A database of the test's own in which it may commit; its name. Other tests' databases stay as they are.

    No other connection is in a transaction meanwhile, so that what is settled is settled by the test alone.
    """
    with django_db_blocker.unblock(), copied_database(connection.settings_dict["NAME"]) as own, used_database(own):
        yield own


@pytest.fixture(scope="session")
def filled_register(django_db_setup, django_db_blocker, tmp_path_factory):
    """Something of everything, filled in once: the name of its database, its files, the keys of its records."""
    files = tmp_path_factory.mktemp("media")
    with copied_database(connection.settings_dict["NAME"]) as name:
        media, english = override_settings(MEDIA_ROOT=files), translation.override("en")
        with django_db_blocker.unblock(), used_database(name), media, english:
            keys = filled.fill()
        yield name, files, keys


@pytest.fixture(scope="module")
def register(filled_register, django_db_blocker, tmp_path_factory):
    """A database of the module's own with something of everything in it; the keys of its records, for addresses."""
    template, files, keys = filled_register
    own_files = shutil.copytree(files, tmp_path_factory.mktemp("media") / "own")
    media, english = override_settings(MEDIA_ROOT=own_files), translation.override("en")
    with django_db_blocker.unblock(), copied_database(template) as name, used_database(name), media, english:
        yield keys


@contextmanager
def copied_database(template: str):
    """The name of a copy, which is there as long as it is used."""
    copy = f"test_besa_{uuid.uuid4().hex[:12]}"
    connection.close()
    on_the_server("CREATE DATABASE {} TEMPLATE {}", copy, template)
    try:
        yield copy
    finally:
        on_the_server("DROP DATABASE {} WITH (FORCE)", copy)


@contextmanager
def used_database(name: str):
    """Django uses this database instead of the one before."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def on_the_server(statement: str, *names: str) -> None:
    with psycopg.connect(**{**connect_arguments(), "dbname": "postgres"}, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def connect_arguments() -> dict:
    """How psycopg reaches the database that Django uses now."""
    arguments = connection.get_connection_params()
    return {name: arguments[name] for name in ("dbname", "user", "password", "host", "port") if name in arguments}


@pytest.fixture
def connect(committed):
    """Opens further connections to the committed database, and closes them after the test."""
    opened = []

    def open_one(**overrides) -> psycopg.Connection:
        opened.append(psycopg.connect(**{**connect_arguments(), **overrides}))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def keeps(settings, monkeypatch):
    """Pages and values are kept, which tests do not unless they ask for it. Before any request of the test's client."""
    settings.KEPT_BYTES = 1024 * 1024
    monkeypatch.setattr(kept, "memory", kept.Memory(settings.KEPT_BYTES))


@pytest.fixture(scope="session")
def own_server():
    """Tests that run beside others (`pytest --numprocesses 2`) have a server of their own, not a database alone.

    What is settled in the log depends on the transactions of a whole server, other databases included.
    """
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        shared = settings.EMBEDDED_POSTGRES
        if shared is None:
            pytest.exit("Tests run beside each other on servers of their own alone: unset DATABASE_URL.", 1)
        settings.EMBEDDED_POSTGRES = EmbeddedPostgres(
            shared.home.with_name(f"{shared.home.name}-{worker}"), durable=False
        )
        connection.settings_dict["HOST"] = str(settings.EMBEDDED_POSTGRES.socket_dir)


@pytest.fixture(scope="session")
def django_db_setup(own_server, django_test_environment, django_db_blocker, django_db_keepdb, django_db_createdb):
    """The test database, always: pytest-django makes none for tests that ask for `committed` alone."""
    with django_db_blocker.unblock():
        made = setup_databases(0, interactive=False, keepdb=django_db_keepdb and not django_db_createdb)
    # In between nobody writes but who asks for it: it would stay for all tests that come after.
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)
