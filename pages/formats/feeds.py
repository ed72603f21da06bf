"""Atom feeds of the lists: the same filters and the same query as the list, the newest first, at most fifty.

What is said of a record is plain text. An entry's id is made of the record's uid alone, so that it stays the same in
every language, and should the register move to another host.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.core.exceptions import BadRequest
from django.db.models import Max
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters import FilterSet

from agreements.filters import AgreementFilter, GoodPracticeFilter, JointProjectFilter
from agreements.models import Agreement, Field, GoodPractice, JointProject, Network
from municipalities.filters import MunicipalityFilter, municipalities_meant
from municipalities.models import Municipality
from pages.wording.cldr import country_name
from pages.wording.names import agreement_name
from pages.wording.texts import Text, text_of
from provenance.models import Change

MOST_ENTRIES = 50
NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class PlainAtom(Atom1Feed):
    """Atom whose entries say their language and whose summaries are plain text (Django's are HTML)."""

    def __init__(self, title, *args, **kwargs):
        super().__init__(printable(title), *args, **kwargs)

    def latest_post_date(self):
        """An empty feed has never changed (Django's changes with the clock)."""
        return max((item["updateddate"] for item in self.items), default=NEVER)

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, {**item, "title": printable(item["title"])})
        if summary := item["summary"]:
            attributes = {} if summary.language == item["language"] else {"xml:lang": summary.language}
            handler.addQuickElement("summary", printable(summary.text), attributes)


def printable(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return NO_XML.sub("", text)


@dataclass(frozen=True)
class Asked:
    """What was asked for: the request and the filter that understood it."""

    request: HttpRequest
    filterset: FilterSet

    @property
    def query(self) -> str:
        """The filters alone, without what only lists know (page, sort)."""
        kept = QueryDict(mutable=True)
        for name in self.filterset.filters:
            if name != "sort" and any(self.request.GET.getlist(name)):
                kept.setlist(name, self.request.GET.getlist(name))
        return f"?{kept.urlencode()}" if kept else ""

    @property
    def words(self) -> str:
        """“ · Saraj · Culture”: by what the list is narrowed, as far as names and words say it."""
        asked = self.filterset.form.cleaned_data
        words = [f"“{asked['q']}”"] if asked.get("q") else []
        named = asked.get("municipality") or []
        for one in [named] if isinstance(named, str) else named:
            meant = list(municipalities_meant(one)[:2])
            words.append(meant[0].name if len(meant) == 1 else one)
        if asked.get("field"):
            words += [text_of(one, "name").text for one in Field.objects.filter(code__in=asked["field"])]
        if asked.get("network"):
            words += [text_of(one, "name").text for one in Network.objects.filter(uid__in=asked["network"])]
        words += [country_name(code) for code in asked.get("country") or []]
        return "".join(f" · {word}" for word in words)


class Records(Feed):
    """The feed of a list. `filterset_class` and `queryset` are the list's; `page` names its address."""

    feed_type = PlainAtom
    author_name = "Besa"
    filterset_class: type[FilterSet]
    page: str
    order: tuple[str, ...] = ("-published_at", "-pk")

    def queryset(self):
        raise NotImplementedError

    def heading(self) -> str:
        raise NotImplementedError

    def get_object(self, request):
        filterset = self.filterset_class(request.GET, queryset=self.queryset(), request=request)
        if not filterset.is_valid():
            problems = [
                f"{filterset.form[name].label}: {' '.join(told)}" for name, told in filterset.form.errors.items()
            ]
            raise BadRequest(" ".join(problems))
        return Asked(request, filterset)

    def title(self, asked):
        return f"Besa: {self.heading()}{asked.words}"

    def subtitle(self, asked):
        return _("The newest in the register, at most %(number)s.") % {"number": MOST_ENTRIES}

    def link(self, asked):
        return reverse(self.page) + asked.query

    def feed_url(self, asked):
        return asked.request.path + asked.query

    def feed_guid(self, asked):
        return asked.request.build_absolute_uri(self.feed_url(asked))

    def items(self, asked):
        records = list(asked.filterset.qs.order_by(*self.order)[:MOST_ENTRIES])
        changed = dict(
            Change.objects.public()
            .filter(record_uid__in=[record.uid for record in records])
            .order_by()
            .values_list("record_uid")
            .annotate(Max("at"))
        )
        for record in records:
            record.changed_at = changed.get(record.uid, getattr(record, "published_at", None) or NEVER)
        return records

    def item_title(self, record):
        return text_of(record, "title")

    def item_description(self, record):
        return None  # the summary stands in its place

    def item_guid(self, record):
        return f"urn:uuid:{record.uid}"

    def item_pubdate(self, record):
        return getattr(record, "published_at", None)

    def item_updateddate(self, record):
        return record.changed_at

    def item_extra_kwargs(self, record):
        return {"language": self.item_title(record).language, "summary": self.summary(record)}

    def summary(self, record) -> Text:
        raise NotImplementedError


class AgreementFeed(Records):
    filterset_class = AgreementFilter
    page = "agreement-list"

    def queryset(self):
        return Agreement.objects.public().with_parties().select_related("search").defer("search__document")

    def heading(self):
        return _("agreements")

    def item_title(self, agreement):
        return agreement_name(agreement)

    def item_link(self, agreement):
        return reverse("agreement", args=[agreement.number])

    def summary(self, agreement):
        written = text_of(agreement, "summary")
        if written:
            return written
        words = [agreement.get_form_display(), agreement.number]
        if agreement.search.since:
            words.insert(1, _("since %(year)s") % {"year": agreement.search.since.year})
        return Text(" · ".join(words), get_language())


class MunicipalityFeed(Records):
    filterset_class = MunicipalityFilter
    page = "municipality-list"
    order = ("-pk",)

    def queryset(self):
        return Municipality.objects.public()

    def heading(self):
        return _("municipalities")

    def item_title(self, municipality):
        return text_of(municipality, "name")

    def item_link(self, municipality):
        return reverse("municipality", args=[municipality.uid])

    def summary(self, municipality):
        words = [municipality.local_type, municipality.region_name, country_name(municipality.country)]
        return Text(" · ".join(word for word in words if word), get_language())


class JointProjectFeed(Records):
    filterset_class = JointProjectFilter
    page = "project-list"

    def queryset(self):
        return JointProject.objects.public().with_partners()

    def heading(self):
        return _("joint projects")

    def item_link(self, project):
        return reverse("project", args=[project.uid])

    def summary(self, project):
        written = text_of(project, "summary")
        if written:
            return written
        partners = ", ".join(partner.municipality.name for partner in project.partners.all())
        return Text(f"{project.get_status_display()} · {partners}", get_language())


class GoodPracticeFeed(Records):
    filterset_class = GoodPracticeFilter
    page = "good-practice-list"

    def queryset(self):
        return GoodPractice.objects.public()

    def heading(self):
        return _("good practices")

    def item_link(self, practice):
        return reverse("good-practice", args=[practice.uid])

    def summary(self, practice):
        return text_of(practice, "problem")
