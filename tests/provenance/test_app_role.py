"""On a server the application has a role of its own, which can neither rewrite the log nor silence it."""

import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import errors, sql

from provenance.models import Change


@pytest.fixture
def role(connect):
    name = f"besa_app_{uuid.uuid4().hex[:8]}"
    with connect() as owner:
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'for this test'").format(sql.Identifier(name)))
    call_command("grant_app_role", name, verbosity=0)
    yield name
    with connect() as owner:
        owner.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
        owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


@pytest.fixture
def application(role, connect):
    return connect(user=role, password="for this test")


NEW_FIELD = """
    INSERT INTO agreements_field (uid, code, name, name_en, sdgs)
    VALUES (gen_random_uuid(), 'culture', 'Culture', 'Culture', '{}')
"""


def test_the_application_writes_records_and_the_database_writes_its_log(application):
    application.execute(NEW_FIELD)
    application.commit()
    assert [change.model for change in Change.objects.all()] == ["agreements.field"]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO provenance_change SELECT * FROM provenance_change",
        "UPDATE provenance_change SET reason = ''",
        "DELETE FROM provenance_change",
        "TRUNCATE provenance_change",
        "INSERT INTO provenance_epoch VALUES (9, 'forged', now())",
        "TRUNCATE agreements_field CASCADE",
        "ALTER TABLE agreements_field DISABLE TRIGGER ALL",
        "DROP TRIGGER append_only ON provenance_change",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION log_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "UPDATE municipalities_searchname SET folded = ''",
        "INSERT INTO agreements_statusperiod (agreement_id, status, days) VALUES (1, 'in_force', '(,)')",
    ],
)
def test_the_application_can_neither_rewrite_nor_silence(application, statement):
    application.execute(NEW_FIELD)
    application.commit()
    with pytest.raises(errors.InsufficientPrivilege):
        application.execute(statement)


def test_the_owner_or_a_superuser_is_not_taken_for_the_application(connect):
    with pytest.raises(CommandError, match="superuser or the owner"):
        call_command("grant_app_role", connection.settings_dict["USER"], verbosity=0)


def test_a_role_that_is_not_there_is_named(connect):
    with pytest.raises(CommandError, match="There is no role 'nobody_here'"):
        call_command("grant_app_role", "nobody_here", verbosity=0)
