import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.tasks import forget_expired_sessions


@pytest.mark.django_db
def test_expired_sessions_are_forgotten_and_others_kept():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - dt.timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + dt.timedelta(days=1))
    forget_expired_sessions(timestamp=0)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_the_worker_knows_the_task_and_its_hour():
    hours = {periodic.task.name: periodic.cron for periodic in app.periodic_registry.periodic_tasks.values()}
    assert hours["accounts.tasks.forget_expired_sessions"] == "17 3 * * *"
