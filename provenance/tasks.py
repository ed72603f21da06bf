"""What the worker does for provenance, by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from provenance.models import ErrorReport


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="forget_senders", pass_context=False)
def forget_senders(timestamp: int) -> None:
    """Every night: what could tell who sent a report of an error is deleted when its time is over."""
    ErrorReport.objects.forget(timezone.now())
