"""The database writes the log: one declaration per model, one function for all.

    class Meta:
        triggers = [Logged(public=["name", "country"], private=["notes"])]

Each row that is inserted, updated or deleted, by whatever way, becomes a `Change`. Whose history it belongs to, and
whether the public may see it, the function `record_of(model, row)` says; each room to the right of this one teaches it
its own models (see `agreements/migrations`).
"""

import pgtrigger
from django.conf import settings
from django.db.models import Model

NEVER_LOGGED = {"id", "uid"}


def columns_of(model: type[Model], names: list[str]) -> list[str]:
    """The columns behind field names; a translated field stands for its column in every language."""
    every = {field.name: field.column for field in model._meta.concrete_fields}
    columns = []
    for name in names:
        columns.append(every[name])
        translations = [f"{name}_{language}" for language in settings.MODELTRANSLATION_LANGUAGES]
        columns += [every[translation] for translation in translations if translation in every]
    return columns


class Logged(pgtrigger.Trigger):
    """Writes a `Change` for every row of the model.

    `public`, `private` and `forgettable` name its fields; together they name all of them, so that nothing is
    forgotten and nothing becomes public by accident (`Logged.unnamed` is what a test asks). What is forgettable is
    not logged: it must be possible to delete it, and from the log nothing is deleted.
    """

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, public: list[str], private: list[str] | None = None, forgettable: list[str] | None = None):
        self.public = public
        self.private = private or []
        self.forgettable = forgettable or []
        super().__init__(name="logged")

    def get_func(self, model):
        # pgtrigger's own function stays empty and unused: it would obey `pgtrigger.ignore`.
        return ""

    def render_execute(self, model):
        arguments = [
            model._meta.label_lower,
            *(self._array(model, names) for names in (self.public, self.private)),
        ]
        return f"log_change({', '.join(repr(argument) for argument in arguments)})"

    def unnamed(self, model) -> set[str]:
        """Fields that the declaration does not mention; what the database computes from others need not be."""
        named = {*columns_of(model, [*self.public, *self.private, *self.forgettable])}
        written = {field.column for field in model._meta.concrete_fields if not field.generated}
        return written - named - NEVER_LOGGED

    @staticmethod
    def _array(model, names) -> str:
        return "{" + ",".join(columns_of(model, names)) + "}"


class NoTruncate(pgtrigger.Trigger):
    """Refuses TRUNCATE, which row triggers never see."""

    level = pgtrigger.Statement
    when = pgtrigger.Before
    operation = pgtrigger.Truncate

    def __init__(self):
        super().__init__(name="no_truncate")

    def get_func(self, model):
        return ""

    def render_execute(self, model):
        return "refuse_truncate()"


class FirstTranslation(pgtrigger.Trigger):
    """Keeps the untranslated column of translated fields: the text in the first language that has one.

    Otherwise it would hold the language of whoever saved last, and neither order nor history could rely on it.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def __init__(self, *fields: str):
        self.fields = fields
        super().__init__(name="first_translation")

    def get_func(self, model):
        return ""

    def render_execute(self, model):
        return f"keep_first_translation({', '.join(repr(field) for field in self.fields)})"
