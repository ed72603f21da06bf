"""The kinds of public records, by the nouns of their addresses."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from agreements.models import Agreement, JointProject, Publication
from municipalities.models import Municipality
from pages.names import agreement_name
from pages.texts import Text, text_of

ONCE_PUBLIC = (Publication.PUBLISHED, Publication.WITHDRAWN)


@dataclass(frozen=True)
class Noun:
    """A kind of record: those that are or were public, what one is called, and where it is.

    `page` and `api` name the addresses of its page, with the record's `key` for argument, and of its JSON.
    """

    records: QuerySet
    name_of: Callable[..., Text]
    page: str
    key: str
    api: str

    @property
    def model(self) -> str:
        """As the log and the citations call it: `agreements.agreement`."""
        return self.records.model._meta.label_lower

    def public(self, uid):
        """The public record of that uid, or None."""
        return self.records.public().filter(uid=uid).first()

    def address(self, record) -> str:
        return reverse(self.page, args=[getattr(record, self.key)])


NOUNS = {
    "agreement": Noun(
        Agreement.objects.filter(publication__in=ONCE_PUBLIC),
        agreement_name,
        "agreement",
        "number",
        "api:agreement-detail",
    ),
    "municipality": Noun(
        Municipality.objects.all(),
        lambda municipality: text_of(municipality, "name"),
        "municipality",
        "uid",
        "api:municipality-detail",
    ),
    "joint-project": Noun(
        JointProject.objects.filter(publication__in=ONCE_PUBLIC),
        lambda project: text_of(project, "title"),
        "project",
        "uid",
        "api:joint-project-detail",
    ),
}
OF_MODEL = {noun.model: name for name, noun in NOUNS.items()}
