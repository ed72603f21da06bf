from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.translation import gettext_lazy as _

from municipalities.folding import Fold
from municipalities.pictures import PictureField
from provenance.dates import FirstDay, LastDay, PartialDateField
from provenance.models import Record
from provenance.triggers import FirstTranslation, Logged, NoTruncate

# `name` is the first that is known in the languages of the content, of which English is the first.
OTHER_LANGUAGES = settings.MODELTRANSLATION_LANGUAGES[1:]


def name_in(language: str):
    """What a municipality is called in a language: its name there, or else the one that is known."""
    if language not in OTHER_LANGUAGES:
        return models.F("name")
    return Coalesce(NullIf(f"name_{language}", models.Value("")), "name")


class MunicipalityQuerySet(models.QuerySet):
    def public(self):
        """Municipalities are public facts: all of them."""
        return self

    def of_own(self, user):
        """Those for which the user works, in whatever role; all of them for the registrar."""
        if not user.is_active:
            return self.none()
        if user.is_registrar or user.is_superuser:
            return self
        return self.filter(pk__in=user.memberships.values("municipality"))

    def editable_by(self, user):
        """Those whose own records the user may edit."""
        if not user.is_active:
            return self.none()
        if user.is_registrar or user.is_superuser:
            return self
        return self.filter(pk__in=user.memberships.editing().values("municipality"))

    def by_name(self):
        """In the order of the alphabet, scripts and accents folded together; the same in every language."""
        return self.rewrite(False).order_by(Fold("name"), "pk")


class Municipality(Record):
    """A municipality: a komuna, bashki, општина, city or town that can give its word.

    Names are in its own right per language; `local_name` is what its people write. Every identifier is unique
    where it is known, so that one municipality is one record.
    """

    class Level(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        DISTRICT = "district", _("district, county or region")

    name = models.CharField(_("name"), max_length=200)
    local_name = models.CharField(
        _("local name"), max_length=200, blank=True, help_text=_("As written in its own language and script.")
    )
    local_type = models.CharField(
        _("local type"),
        max_length=60,
        blank=True,
        help_text=_("Such as komuna, bashki, општина, city, town."),
    )
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.MUNICIPALITY)
    country = models.CharField(
        _("country"),
        max_length=2,
        help_text=_("ISO 3166-1 alpha-2, such as MK."),
        validators=[RegexValidator(r"^[A-Z]{2}\Z", _("Two capital letters, such as MK."))],
    )
    region = models.CharField(
        _("region code"),
        max_length=6,
        blank=True,
        help_text=_("ISO 3166-2, such as MK-811 or US-MI."),
        validators=[RegexValidator(r"^[A-Z]{2}-[A-Z0-9]{1,3}\Z", _("ISO 3166-2, such as MK-811."))],
    )
    region_name = models.CharField(_("region"), max_length=200, blank=True)
    wikidata_qid = models.CharField(
        _("Wikidata item"),
        max_length=15,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^Q[1-9][0-9]{0,13}\Z", _("Such as Q993444."))],
    )
    geonames_id = models.PositiveIntegerField(_("GeoNames number"), null=True, blank=True, unique=True)
    osm_relation = models.PositiveBigIntegerField(_("OpenStreetMap relation"), null=True, blank=True, unique=True)
    national_code = models.CharField(_("national code"), max_length=80, blank=True)
    national_code_scheme = models.CharField(
        _("scheme of the national code"),
        max_length=40,
        blank=True,
        help_text=_("Such as FIPS, GNIS, AGS, INSEE, ISTAT, LAU."),
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        help_text=_("Degrees north, WGS 84."),
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        help_text=_("Degrees east, WGS 84."),
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(2200)],
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    coat_of_arms = PictureField(_("coat of arms"), upload_to="arms/", blank=True)
    coat_of_arms_credit = models.CharField(_("credit of the coat of arms"), max_length=250, blank=True)
    existed_from = PartialDateField(_("existed from"))
    existed_to = PartialDateField(_("existed to"))
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("successor"),
        null=True,
        blank=True,
        related_name="predecessors",
        help_text=_("The municipality that it was merged into, which carries its agreements forward."),
    )
    is_member = models.BooleanField(
        _("member of this register"),
        default=False,
        help_text=_("It keeps its own records here and can confirm."),
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        indexes = [
            models.Index(fields=["country"], name="municipality_country"),
            models.Index(Fold("name"), "id", name="municipality_by_name"),
            models.Index(fields=["population", "id"], name="municipality_by_population"),
            models.Index(fields=["id"], condition=models.Q(is_member=True), name="municipality_members"),
            *(
                models.Index(Fold(name_in(language)), "id", name=f"municipality_by_name_{language}")
                for language in OTHER_LANGUAGES
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["national_code_scheme", "national_code"],
                condition=~models.Q(national_code="")
                & models.Q(national_code_scheme__in=["INSEE", "ISTAT", "OCD", "AGS", "FIPS", "GNIS", "LAU"]),
                name="municipality_national_code_once",
                violation_error_message=_("Another municipality has this national code."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                )
                | models.Q(latitude=None, longitude=None),
                name="municipality_place_is_whole",
                violation_error_message=_("A place needs both latitude (-90 to 90) and longitude (-180 to 180)."),
            ),
            models.CheckConstraint(
                condition=models.Q(country__regex=r"^[A-Z]{2}$"),
                name="municipality_country_code",
                violation_error_message=_("The country is two capital letters of ISO 3166-1, such as MK."),
            ),
            models.CheckConstraint(
                condition=models.Q(population_year=None) | models.Q(population__isnull=False),
                name="municipality_population_of_a_year",
                violation_error_message=_("A year of the population needs the population."),
            ),
            models.CheckConstraint(
                condition=models.lookups.LessThanOrEqual(FirstDay("existed_from"), LastDay("existed_to")),
                name="municipality_existed_in_order",
                violation_error_message=_("It cannot have ended before it began."),
            ),
            models.CheckConstraint(
                condition=models.Q(successor=None) | ~models.Q(successor=models.F("id")),
                name="municipality_not_its_successor",
                violation_error_message=_("A municipality cannot succeed itself."),
            ),
        ]
        triggers = [
            Logged(
                public=[
                    "name", "local_name", "local_type", "level", "country", "region", "region_name",
                    "wikidata_qid", "geonames_id", "osm_relation", "national_code", "national_code_scheme",
                    "latitude", "longitude", "population", "population_year", "website", "coat_of_arms",
                    "coat_of_arms_credit", "existed_from", "existed_to", "successor", "is_member",
                ]
            ),
            FirstTranslation("name"), NoTruncate(),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Alias(Record):
    """Another name by which a municipality is found: an exonym, a former name, another spelling or script."""

    class Kind(models.TextChoices):
        SPELLING = "spelling", _("spelling")
        EXONYM = "exonym", _("name in another language")
        FORMER = "former", _("former name")

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, verbose_name=_("municipality"), related_name="aliases"
    )
    text = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("BCP 47, such as sq or mk."))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SPELLING)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "text"],
                name="alias_once",
                violation_error_message=_("The municipality has this name already."),
            )
        ]
        triggers = [Logged(public=["municipality", "text", "language", "kind"]), NoTruncate()]

    def __str__(self):
        return self.text


class SearchName(models.Model):
    """A folded name of a municipality, in whatever language or script. Kept by the database, never written here.

    Short names only: this is where trigrams find what is misspelt or inflected.
    """

    # The database deletes it with its municipality.
    municipality = models.ForeignKey(
        Municipality, models.DO_NOTHING, related_name="search_names", db_index=False, db_constraint=False
    )
    folded = models.CharField(max_length=400)

    class Meta:
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="search_name_trigrams"),
            GinIndex(SearchVector("folded", config="simple"), name="search_name_words"),
            # By code points, whatever the server's collation: names that begin with a text stand together.
            models.Index(Collate("folded", "C"), name="search_name_begins"),
        ]
        constraints = [models.UniqueConstraint(fields=["municipality", "folded"], name="search_name_once")]
        default_permissions = ()

    def __str__(self):
        return self.folded
