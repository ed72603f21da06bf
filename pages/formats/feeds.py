"""Atom feeds of the lists: the same filters and the same query as the list, the newest first, at most fifty.

What is said of a record is plain text. An entry's id is made of the record's uid alone, so that it stays the same in
every language, and should the register move to another host.
"""

import datetime as dt
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django_filters import FilterSet

from agreements.filters import AgreementFilter, GoodPracticeFilter, JointProjectFilter
from agreements.models import Agreement, Field, GoodPractice, JointProject, Network
from agreements.sdgs import goals
from municipalities.filters import MayorFilter, MunicipalityFilter, municipalities_meant
from municipalities.models import Mayor, Municipality
from pages.lists.asking import understood
from pages.records.nouns import NOUNS, Noun
from pages.wording.cldr import country_name
from pages.wording.texts import Text, text_of
from pages.wording.translated import gettext as _
from pages.wording.translated import gettext_lazy

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


@method_decorator(require_safe, name="__call__")
class Records(ABC, Feed):
    """The feed of a list: of these `records`, which `filterset_class` understands; `page` names the list's address."""

    feed_type = PlainAtom
    author_name = "Besa"
    noun: Noun
    records: QuerySet
    filterset_class: type[FilterSet]
    page: str
    heading: str
    order: tuple[str, ...] = ("-published_at", "-pk")

    @abstractmethod
    def summary(self, record) -> Text:
        """What a record is, in a few words."""

    def get_object(self, request):
        return Asked(request, understood(request, self.filterset_class, self.records))

    def title(self, asked):
        return f"Besa: {self.heading}{asked.words}"

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
        changed = self.noun.last_moments(record.uid for record in records)
        for record in records:
            record.changed_at = changed.get(record.uid, getattr(record, "published_at", None) or NEVER)
        return records

    def item_title(self, record):
        return self.noun.name_of(record)

    def item_link(self, record):
        return self.noun.address(record)

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


def in_few_words(*words: str) -> Text:
    return Text(" · ".join(word for word in words if word), get_language())


class AgreementFeed(Records):
    noun = NOUNS["agreement"]
    records = Agreement.objects.public().with_parties().select_related("search").defer("search__document")
    filterset_class = AgreementFilter
    page = "agreement-list"
    heading = gettext_lazy("agreements")

    def summary(self, agreement):
        since = agreement.search.since
        return text_of(agreement, "summary") or in_few_words(
            agreement.get_form_display(), _("since %(year)s") % {"year": since.year} if since else "", agreement.number
        )


class MunicipalityFeed(Records):
    noun = NOUNS["municipality"]
    records = Municipality.objects.public()
    filterset_class = MunicipalityFilter
    page = "municipality-list"
    heading = gettext_lazy("municipalities")
    order = ("-pk",)

    def summary(self, municipality):
        return in_few_words(municipality.local_type, municipality.region_name, country_name(municipality.country))


class MayorFeed(Records):
    noun = NOUNS["mayor"]
    records = Mayor.objects.public().select_related("municipality")
    filterset_class = MayorFilter
    page = "mayor-list"
    heading = gettext_lazy("mayors")
    order = ("-pk",)

    def summary(self, mayor):
        return in_few_words(
            _("Mayor of %(municipality)s") % {"municipality": mayor.municipality.name},
            country_name(mayor.municipality.country),
        )


class JointProjectFeed(Records):
    noun = NOUNS["joint-project"]
    records = JointProject.objects.public().with_partners()
    filterset_class = JointProjectFilter
    page = "project-list"
    heading = gettext_lazy("joint projects")

    def summary(self, project):
        partners = ", ".join(partner.municipality.name for partner in project.partners.all())
        return text_of(project, "summary") or in_few_words(project.get_status_display(), partners)


def no_filters(of: type) -> type[FilterSet]:
    """For lists that are always whole."""
    return type(f"No{of.__name__}Filters", (FilterSet,), {"Meta": type("Meta", (), {"model": of, "fields": []})})


class FieldFeed(Records):
    noun = NOUNS["field"]
    records = Field.objects.all()
    filterset_class = no_filters(Field)
    page = "field-list"
    heading = gettext_lazy("fields of cooperation")
    order = ("-pk",)

    def summary(self, field):
        return in_few_words(*(f"{goal.number}. {goal.name}" for goal in goals(field.sdgs)))


class NetworkFeed(Records):
    noun = NOUNS["network"]
    records = Network.objects.all()
    filterset_class = no_filters(Network)
    page = "network-list"
    heading = gettext_lazy("networks")
    order = ("-pk",)

    def summary(self, network):
        return in_few_words(network.website)


class GoodPracticeFeed(Records):
    noun = NOUNS["good-practice"]
    records = GoodPractice.objects.public()
    filterset_class = GoodPracticeFilter
    page = "good-practice-list"
    heading = gettext_lazy("good practices")

    def summary(self, practice):
        return text_of(practice, "problem")
