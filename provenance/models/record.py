import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """Anything that the register holds and the log remembers.

    Its `uid` is its name to the outside: permanent, opaque, never reused. Primary keys never leave the house.
    """

    uid = models.UUIDField(_("permanent identifier"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """How the log and the citations call its model: `agreements.party`."""
        return self._meta.label_lower
