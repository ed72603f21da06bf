"""The form by which anybody reports an error in a record, and what keeps it from being flooded.

There is no account, no cookie and no third party. A form carries a signed token that says for which record it was
opened, and when; what was sent too fast, too late or with another record's token is told so and keeps its words.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress
import uuid

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop

from pages.wording.translated import gettext_lazy as _
from provenance.acting import acting
from provenance.models import ErrorReport, Record
from provenance.models.report import EMAIL_KEPT

SHORTEST = dt.timedelta(seconds=3)  # nobody reads, types and sends in less
LONGEST = dt.timedelta(hours=4)
SALT = "besa.report"

# How many a day are taken: from one sender, about one record, in all.
MOST_OF_SENDER = 10
MOST_OF_RECORD = 20
MOST_OF_ALL = 2_000
DAY = dt.timedelta(days=1)


class TooManyError(Exception):
    """No more reports are taken today; the words for who wanted to send one."""


class Words(forms.CharField):
    """A browser counts a line break as one character and sends it as two."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class ReportForm(forms.ModelForm):
    homepage = forms.CharField(
        label=_("Leave this box empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput())

    class Meta:
        model = ErrorReport
        fields = ["what", "source", "email"]
        labels = {
            "what": _("What is wrong, and what would be right?"),
            "source": _("How do you know?"),
            "email": _("Your e-mail address"),
        }
        help_texts = {
            "what": _("For example: “The agreement was signed in 1994, not in 1987.”"),
            "source": _(
                "May be left empty. A web address, a newspaper and its date, a document, or that you were there."
            ),
        }
        field_classes = {"what": Words, "source": Words}
        widgets = {
            "what": forms.Textarea(attrs={"rows": 6}),
            "source": forms.Textarea(attrs={"rows": 3}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {
            "what": {"required": _("Say what is wrong."), "min_length": _("Say in a few words what is wrong.")},
            "email": {"invalid": _("Write an e-mail address such as name@example.org, or leave the box empty.")},
        }

    def __init__(self, noun: str, record: Record, data=None):
        """`data` is what was sent; without it, the form is new."""
        super().__init__(data, label_suffix="")
        self.noun, self.record = noun, record
        self.fields["email"].help_text = _(
            "May be left empty. Those who keep the record see it and nobody else, so that they can ask you back. "
            "It is deleted after %(days)s days."
        ) % {"days": EMAIL_KEPT.days}
        self.fields["token"].initial = sign(noun, record)

    def clean_homepage(self):
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(_("Leave this box empty: it is there to tell people from programs."))
        return ""

    def clean_token(self):
        """The uid of the report to be: who sends the same form twice sends one report."""
        self.instance.uid = read(self.cleaned_data["token"], self.noun, self.record)
        return self.cleaned_data["token"]

    def again(self) -> None:
        """Makes a form that could not be taken ready to be sent again: all as typed.

        Its token stays, so that who mends a letter need not wait again; one that is of no use gives way to a fresh one.
        """
        if any(error.code != "early" for error in self.errors.as_data().get("token", [])):
            self.data = {**self.data.dict(), "token": sign(self.noun, self.record)}


def sign(noun: str, record: Record) -> str:
    return TimestampSigner(salt=SALT).sign(f"{noun}/{record.uid}/{uuid.uuid4()}")


def read(token: str, noun: str, record: Record) -> uuid.UUID:
    """The uid for the report, from a token that was given out for this record, neither just now nor long ago."""
    signer = TimestampSigner(salt=SALT)
    try:
        signed = signer.unsign(token, max_age=LONGEST)
    except SignatureExpired:
        raise forms.ValidationError(
            _("The form was opened more than %(hours)s hours ago. What you wrote is still here: send it again."),
            params={"hours": LONGEST // dt.timedelta(hours=1)},
        ) from None
    except BadSignature:
        signed = ""
    of_record, _slash, uid = signed.rpartition("/")
    if of_record != f"{noun}/{record.uid}":
        raise forms.ValidationError(_("The form was not complete. What you wrote is still here: send it again."))
    try:
        signer.unsign(token, max_age=SHORTEST)
    except SignatureExpired:
        return uuid.UUID(uid)
    raise forms.ValidationError(
        _("That was faster than people write. What you wrote is still here: wait a moment, then send it again."),
        code="early",
    )


def sender_of(request: HttpRequest) -> str:
    """A mark of where a request comes from, the same for one day: its address cannot be read from it.

    Of IPv6 the network counts: each household has more addresses than there are people.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        # The last is what our own proxy saw; what stands before it, anybody could have written.
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        network = ipaddress.ip_network(f"{address}/{64 if ':' in address else 32}", strict=False)
    except ValueError:
        network = address
    salt = f"{SALT}:{timezone.localdate()}:{settings.SECRET_KEY}"
    return hmac.new(salt.encode(), str(network).encode(), hashlib.sha256).hexdigest()


def receive(form: ReportForm, sender: str) -> ErrorReport:
    """Stores a valid form once, however often it is sent; TooManyError past the bounds."""
    with acting(name=gettext_noop("report form")):
        with connection.cursor() as cursor:
            # One after the other, so that the bounds hold; and who waits for the first sending finds it here.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [SALT])
        sent = ErrorReport.objects.filter(uid=form.instance.uid).first()
        if sent is not None:
            return sent
        model, now = form.record.address, timezone.now()
        today = ErrorReport.objects.filter(received_at__gt=now - DAY)
        if today.filter(sender=sender).count() >= MOST_OF_SENDER:
            raise TooManyError(
                _("Too many reports came from where you are today. What you wrote is still here: try again tomorrow.")
            )
        if (
            today.filter(record=form.record.uid, model=model).count() >= MOST_OF_RECORD
            or today[:MOST_OF_ALL].count() == MOST_OF_ALL
        ):
            raise TooManyError(_("Too many reports came in today. What you wrote is still here: try again tomorrow."))
        report = form.save(commit=False)
        report.model, report.record = model, form.record.uid
        report.language, report.sender, report.received_at = get_language(), sender, now
        report.save()
        return report
