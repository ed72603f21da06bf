"""The log: what was changed in the register, when, by whom and why. Written by the database alone."""

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

# Rows of earlier epochs are settled; of this epoch, those whose transaction ended before any that still runs.
SETTLED = """
    epoch < (SELECT max(number) FROM provenance_epoch)
    OR transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
"""


class Epoch(models.Model):
    """A stretch of the log within which transaction ids are comparable.

    They do not survive dump and restore: whoever restores a register opens a new epoch (`manage.py open_epoch`).
    """

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    cluster = models.CharField(
        _("cluster"), max_length=64, help_text=_("The database's own identity: system identifier and oid.")
    )
    opened_at = models.DateTimeField(_("opened at"), db_default=models.functions.Now())

    class Meta:
        verbose_name = _("epoch")
        verbose_name_plural = _("epochs")

    def __str__(self):
        return str(self.number)


class ChangeQuerySet(models.QuerySet):
    def public(self):
        """Changes of records that were published when they were written."""
        return self.filter(is_public=True)

    def settled(self):
        """Rows to which no running transaction can add an earlier one, in the order that readers follow.

        Sequence numbers are handed out before commit: a reader who remembers the highest it has seen would skip
        the rows of a transaction that began earlier and commits later. Settled rows are complete.
        """
        return self.filter(RawSQL(SETTLED, (), output_field=models.BooleanField())).in_order()

    def in_order(self):
        return self.order_by("epoch", "transaction_id", "id")

    def after(self, epoch: int, transaction_id: int, sequence: int):
        """The rows behind a place in the order, for readers who come again."""
        behind = "(epoch, transaction_id, provenance_change.id) > (%s, %s, %s)"  # one index serves it
        return self.filter(RawSQL(behind, (epoch, transaction_id, sequence), output_field=models.BooleanField()))

    def about(self, record):
        """The history of a record with all that belongs to it, latest first."""
        return self.filter(record_model=record._meta.label_lower, record_uid=record.uid).order_by(
            "-epoch", "-transaction_id", "-id"
        )


class Change(models.Model):
    """One row of one table that was created, changed or deleted.

    `model` and `uid` address the row; `record_model` and `record_uid` the record whose history it belongs to (a
    party's change belongs to its agreement). `before` and `after` hold the public columns that differ,
    `private_before` and `private_after` the others. Actor and reason are frozen text: users come and go.
    """

    class Action(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")
        # Its public form changed because of another record: a party was renamed
        TOUCHED = "touched", _("touched")

    epoch = models.PositiveIntegerField(_("epoch"))
    transaction_id = models.BigIntegerField(_("transaction"))
    at = models.DateTimeField(_("at"), help_text=_("When its transaction began."))
    actor_uid = models.UUIDField(_("actor's identifier"), null=True)
    actor_name = models.CharField(_("actor"), max_length=254, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    action = models.CharField(_("action"), max_length=7, choices=Action)
    model = models.CharField(_("kind of row"), max_length=64)
    uid = models.UUIDField(_("row"))
    record_model = models.CharField(_("kind of record"), max_length=64)
    record_uid = models.UUIDField(_("record"))
    is_public = models.BooleanField(_("public"))
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    private_before = models.JSONField(_("before, not public"), null=True)
    private_after = models.JSONField(_("after, not public"), null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["epoch", "transaction_id", "id"], name="change_in_order"),
            models.Index(fields=["record_uid", "id"], name="change_of_record"),
        ]

    def __str__(self):
        return f"{self.model} {self.uid} {self.action}"
