"""What the worker does for accounts, by the clock."""

from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_expired_sessions", pass_context=False)
def forget_expired_sessions(timestamp: int) -> None:
    """Every night: sessions that have expired are deleted, so that nobody's log-in is kept longer than needed."""
    call_command("clearsessions", verbosity=0)
