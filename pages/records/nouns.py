"""The kinds of public records, by the nouns of their addresses."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from agreements.models import Agreement, Field, GoodPractice, JointProject, Network
from municipalities.models import Mayor, Municipality
from pages.wording.names import agreement_name
from pages.wording.texts import Text, text_of
from provenance.models import Change


@dataclass(frozen=True)
class Noun:
    """A kind of record: those that are or were public, what one is called, and where it is.

    `page` and `api` name the addresses of its page, with the record's `key` for argument, and of its JSON; `api` is
    empty where the API has no address for it. `home`: the uid of the record in whose history it stands, where that is
    not its own.
    """

    records: QuerySet
    name_of: Callable[..., Text]
    page: str
    key: str
    api: str = ""
    home: str = ""

    @property
    def model(self) -> str:
        """As the log and the citations call it: `agreements.agreement`."""
        return self.records.model._meta.label_lower

    def public(self, uid):
        """The public record of that uid, or None."""
        return self.records.public().filter(uid=uid).first()

    def last_moments(self, uids: Iterable) -> dict:
        """When each of the records with these uids last changed, as far as the public may know it, by its uid."""
        changes, uids, of = Change.objects.public().order_by(), list(uids), "record_uid"
        if self.home:
            # The log finds what it tells by the record, not by the row.
            homes, of = self.records.filter(uid__in=uids).order_by().values(self.home), "uid"
            changes = changes.filter(record_uid__in=homes)
        return dict(changes.filter(**{f"{of}__in": uids}).values_list(of).annotate(Max("at")))

    def address(self, record) -> str:
        return reverse(self.page, args=[getattr(record, self.key)])


NOUNS = {
    "agreement": Noun(
        Agreement.objects.once_public(),
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
        JointProject.objects.once_public(),
        lambda project: text_of(project, "title"),
        "project",
        "uid",
        "api:joint-project-detail",
    ),
    "mayor": Noun(
        Mayor.objects.all(),
        lambda mayor: Text(mayor.name, get_language()),
        "mayor",
        "uid",
        "api:mayor-detail",
        home="municipality__uid",
    ),
    "good-practice": Noun(
        GoodPractice.objects.once_public(),
        lambda practice: text_of(practice, "title"),
        "good-practice",
        "uid",
    ),
    "field": Noun(Field.objects.all(), lambda field: text_of(field, "name"), "field", "code", "api:field-detail"),
    "network": Noun(Network.objects.all(), lambda network: text_of(network, "name"), "network", "uid"),
}
OF_MODEL = {noun.model: name for name, noun in NOUNS.items()}
