from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from provenance.models import Record


class Publication(models.TextChoices):
    """Where a record stands on its way to the public; moved by the verbs of `agreements.workflow` alone."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PublishableQuerySet(models.QuerySet):
    def public(self):
        """The one gate: what anybody may read."""
        return self.filter(publication=Publication.PUBLISHED)

    def withdrawn(self):
        """The tombstones: what was public and is so no longer."""
        return self.filter(publication=Publication.WITHDRAWN)

    def once_public(self):
        return self.filter(publication__in=[Publication.PUBLISHED, Publication.WITHDRAWN])


def _stamp(name, **kwargs):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=name,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        **kwargs,
    )


class Publishable(Record):
    """A record that becomes public by being published, and leaves a tombstone when it is withdrawn."""

    publication = models.CharField(
        _("publication"), max_length=9, choices=Publication, default=Publication.DRAFT, editable=False
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    submitted_by = _stamp(_("submitted by"))
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = _stamp(_("published by"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = _stamp(_("withdrawn by"))
    withdrawal_reason = models.TextField(_("reason of the withdrawal"), blank=True, editable=False)

    PUBLIC_COLUMNS = ["publication", "published_at", "withdrawn_at", "withdrawal_reason"]
    PRIVATE_COLUMNS = ["submitted_at", "submitted_by", "published_by", "withdrawn_by"]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(publication=Publication.SUBMITTED) | models.Q(submitted_at__isnull=False),
                name="%(class)s_submitted_when",
                violation_error_message=_("A submitted record has the moment of its submission."),
            ),
            models.CheckConstraint(
                condition=~models.Q(publication=Publication.PUBLISHED) | models.Q(published_at__isnull=False),
                name="%(class)s_published_when",
                violation_error_message=_("A published record has the moment of its publication."),
            ),
            models.CheckConstraint(
                condition=~models.Q(publication=Publication.WITHDRAWN)
                | models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawal_reason=""),
                name="%(class)s_withdrawn_when_and_why",
                violation_error_message=_("A withdrawn record has the moment and the reason of its withdrawal."),
            ),
        ]

    @property
    def is_public(self) -> bool:
        return self.publication == Publication.PUBLISHED
