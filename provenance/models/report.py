import datetime as dt

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provenance.acting import acting
from provenance.models.record import Record
from provenance.triggers import Logged, NoTruncate

LONGEST_WHAT = 4_000
LONGEST_SOURCE = 1_000
SHORTEST_WHAT = 10
# How long what could tell who wrote is kept; the privacy page says the same, in these numbers.
EMAIL_KEPT = dt.timedelta(days=90)
SENDER_KEPT = dt.timedelta(days=1)


class ErrorReportQuerySet(models.QuerySet):
    def open(self):
        """Those that somebody still has to see to."""
        return self.filter(state__in=[ErrorReport.State.NEW, ErrorReport.State.ACCEPTED])

    def forget(self, now: dt.datetime) -> int:
        """Deletes e-mail addresses and marks of senders that have been kept long enough; how many reports had any."""
        emails = self.filter(received_at__lt=now - EMAIL_KEPT).exclude(email="").update(email="")
        return emails + self.filter(received_at__lt=now - SENDER_KEPT).exclude(sender="").update(sender="")


class ErrorReport(Record):
    """What somebody says is wrong in a record. Never public.

    Addressed like a citation, by model and uid. Whoever wrote it may leave an e-mail address. Neither that nor
    their words are in the log, from which nothing could be deleted again: the log holds what was done about it.
    `sender` is a mark of where it came from, good for a day, to bound how many one can send; no address can be
    read from it.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        DONE = "done", _("done")

    model = models.CharField(_("kind of record"), max_length=64)
    record = models.UUIDField(_("record"))
    what = models.TextField(_("what is wrong"), max_length=LONGEST_WHAT, validators=[MinLengthValidator(SHORTEST_WHAT)])
    source = models.TextField(_("how the sender knows"), max_length=LONGEST_SOURCE, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language of the page"), max_length=12)
    sender = models.CharField(_("mark of the sender"), max_length=64, blank=True)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.NEW)
    answer = models.TextField(_("answer"), max_length=LONGEST_WHAT, blank=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")
        indexes = [
            models.Index(fields=["record", "received_at"], name="report_of_record"),
            models.Index(fields=["received_at"], name="report_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["new", "accepted", "rejected", "done"]),
                name="report_state_known",
                violation_error_message=_("A report is new, accepted, rejected or done."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    GreaterThanOrEqual(Length("what"), SHORTEST_WHAT), LessThanOrEqual(Length("what"), LONGEST_WHAT)
                ),
                name="report_what_bounded",
                violation_error_message=_("Say what is wrong, in a few words at least and no more than a few pages."),
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("source"), LONGEST_SOURCE),
                name="report_source_bounded",
                violation_error_message=_("The source is too long."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="rejected", answer=""),
                name="report_rejected_with_answer",
                violation_error_message=_("Say why the report is rejected."),
            ),
        ]
        triggers = [
            Logged(
                public=[],
                private=["model", "record", "language", "received_at", "state", "answer"],
                forgettable=["what", "source", "email", "sender"],
            ),
            NoTruncate(),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self) -> str:
        """What its sender may quote: `3F2A-91BC-04D7`, the beginning of its uid."""
        first = self.uid.hex[:12].upper()
        return f"{first[:4]}-{first[4:8]}-{first[8:]}"

    def decide(self, state: str, *, by, answer: str = "") -> None:
        """The report is accepted, rejected or done; ValidationError for a rejection without an answer."""
        with acting(by):
            row = ErrorReport.objects.select_for_update().get(pk=self.pk)
            row.state, row.answer = state, answer
            row.full_clean(validate_unique=False)
            row.save(update_fields=["state", "answer"])
        self.refresh_from_db()
