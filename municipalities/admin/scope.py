"""Admins of records that belong to municipalities: one's own are seen, an editor's own are edited."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin, TranslationBaseModelAdmin, TranslationStackedInline
from modeltranslation.translator import translator

from municipalities.permissions import can_register, edits_here, works_here
from provenance.admin.logged import LoggedAdmin, RecordForm
from provenance.admin.references import ReferenceForm, References


def once(user, question) -> bool:
    """The user's answer to what every page asks many times; a user object lives as long as its request."""
    answers = user.__dict__.setdefault("answers", {})
    if question not in answers:
        answers[question] = question(user)
    return answers[question]


class OwnRecords(LoggedAdmin):
    """Whoever works for a municipality sees its records; its editors add to them, change and delete them.

    `own` and `edited` narrow rows to those of the user's municipalities, in whatever role or as their editor; the
    registrar sees and edits all.
    """

    def own(self, rows, user):
        return rows.filter(pk__in=self.model._default_manager.of_own(user).values("pk"))

    def edited(self, rows, user):
        return rows.filter(pk__in=self.model._default_manager.editable_by(user).values("pk"))

    def seen(self, rows, user):
        return rows if can_register(user) else self.own(rows, user)

    def may_view(self, user, row=None):
        return once(user, works_here) and (row is None or can_register(user) or self._holds(self.own, row, user))

    def may_add(self, user):
        return once(user, edits_here)

    def may_change(self, user, row=None):
        return once(user, edits_here) and (row is None or can_register(user) or self._holds(self.edited, row, user))

    def may_delete(self, user, row=None):
        return self.may_change(user, row)

    def get_fieldsets(self, request, obj=None):
        """Leaves out a reference to a record that its reader may not know; it stays as it is."""
        fieldsets = super().get_fieldsets(request, obj)
        unknown = self._out_of_reach(request, obj)
        if not unknown:
            return fieldsets
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name not in unknown]})
            for title, options in fieldsets
        ]

    def _out_of_reach(self, request, obj) -> set[str]:
        if obj is None or can_register(request.user):
            return set()
        references = [
            (field, self.admin_site.get_model_admin(field.related_model))
            for field in self.opts.concrete_fields
            if field.is_relation and self.admin_site.is_registered(field.related_model)
        ]
        return {
            field.name
            for field, target in references
            if not target.is_known_to_all
            and getattr(obj, field.attname) is not None
            and not target.referable(request, field).filter(pk=getattr(obj, field.attname)).exists()
        }

    def _holds(self, narrowed, row, user) -> bool:
        return narrowed(self.model._default_manager.filter(pk=row.pk), user).exists()

    def get_deleted_objects(self, objs, request):
        """Who may delete a record may delete what belongs to it.

        What hinders a deletion is counted for clerks, not named: it may be others' and not public.
        """
        deleted, counts, _lacking, protected = super().get_deleted_objects(objs, request)
        if can_register(request.user) or not protected:
            return deleted, counts, set(), protected
        words = _("Other records refer to it: %(number)s") % {"number": len(protected)}
        return [str(one) for one in objs], {}, set(), [words]


class RegistrarsRecords(LoggedAdmin):
    """What the registrar keeps for all. Whoever works for a municipality may read it where `is_open`."""

    is_open = True

    def may_view(self, user, row=None):
        return once(user, works_here) if self.is_open else can_register(user)

    def may_add(self, user):
        return can_register(user)

    def may_change(self, user, row=None):
        return can_register(user)

    def may_delete(self, user, row=None):
        return can_register(user)


# Languages in their own words, in the order of the content's columns.
LANGUAGES = {code: dict(settings.LANGUAGES)[code] for code in settings.MODELTRANSLATION_LANGUAGES}


def language_fieldsets(*names: str) -> list[tuple]:
    """One fieldset for each language, side by side where there is room."""
    return [
        (label, {"classes": ["language"], "fields": [f"{name}_{code}" for name in names]})
        for code, label in LANGUAGES.items()
    ]


class OneLanguageAtLeast(ReferenceForm):
    """A text that the record needs may be written in any of the languages first."""

    def clean(self):
        cleaned = super().clean()
        for name, columns in translator.get_options_for_model(self._meta.model).all_fields.items():
            written = sorted(column.name for column in columns if column.name in self.fields)
            for column in written:
                if not cleaned.get(column):
                    # What was empty stays as empty as it was (NULL or ''): nothing for the log to tell.
                    before = getattr(self.instance, column)
                    cleaned[column] = None if before else before
            needed = written and not self._meta.model._meta.get_field(name).blank
            if needed and not any(cleaned.get(column) for column in written):
                self.add_error(written[0], gettext_lazy("Write it in one language at least."))
        return cleaned


class TranslatedRecordForm(RecordForm, OneLanguageAtLeast):
    pass


class Translated(TranslationBaseModelAdmin):
    """Each language's box says which it is, to people and to their spelling checkers; none is compulsory."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        original = getattr(db_field, "translated_field", None)
        if field is not None and original is not None:
            field.required = False
            field.label = f"{str(original.verbose_name).capitalize()} · {LANGUAGES[db_field.language]}"
            is_first = db_field.language == next(iter(LANGUAGES))
            field.help_text = original.help_text if is_first else ""
            field.widget.attrs["lang"] = db_field.language
            if "rows" in field.widget.attrs or "vLargeTextField" in field.widget.attrs.get("class", ""):
                field.widget.attrs["rows"] = 4
        return field


class TranslatedAdmin(Translated, LoggedAdmin, TranslationAdmin):
    form = TranslatedRecordForm


class PartOfRecord(References, admin.options.InlineModelAdmin):
    """Rows inside their record's page: whoever may read or change the record may read or change them."""

    form = ReferenceForm
    extra = 0

    def has_view_permission(self, request, obj=None):
        return self._of_record(request, "view", obj)

    def has_add_permission(self, request, obj=None):
        return self._of_record(request, "add" if obj is None else "change", obj)

    def has_change_permission(self, request, obj=None):
        return self._of_record(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._of_record(request, "change", obj)

    def _of_record(self, request, verb, obj) -> bool:
        record_admin = self.admin_site.get_model_admin(self.parent_model)
        if verb == "add":
            return record_admin.has_add_permission(request)
        return getattr(record_admin, f"has_{verb}_permission")(request, obj)


class PartInTable(PartOfRecord, admin.TabularInline):
    pass


class TranslatedPart(Translated, PartOfRecord, TranslationStackedInline):
    form = OneLanguageAtLeast
