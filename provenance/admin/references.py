"""How a form refers to another record: which ones it may name, how they are called, and how they are found.

The same answer serves the select, the search as one types, and the check of what was sent: the `referable` of the
other record's own admin.
"""

from django import forms
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.utils.text import capfirst

LARGEST_KEY = 2**63 - 1


def is_key(value) -> bool:
    """Whether a value sent by a stranger can be the key of a row."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST_KEY


class Reference(AutocompleteSelect):
    """A box in which one searches. It knows what its record already has at hand, and asks the database for no more.

    What is no key is nothing selected, never an error of the database.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.at_hand: dict[str, str] = {}

    def optgroups(self, name, value, attr=None):
        keys = [str(one) for one in value if is_key(one)]
        if keys and set(keys) <= self.at_hand.keys():
            options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
            options += [self.create_option(name, key, self.at_hand[key], {key}, len(options)) for key in keys]
            return [(None, options, 0)]
        return super().optgroups(name, keys, attr)


class Prose(forms.CharField):
    """A text of several lines. Browsers send CR LF; LF is kept, so that what nobody touched does not change."""

    def to_python(self, value):
        return "\n".join(super().to_python(value).splitlines())


class References:
    """For admins and inlines: their foreign keys name only what their user may refer to."""

    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"form_class": Prose},
    }

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        try:
            target = self.admin_site.get_model_admin(db_field.related_model)
        except NotRegistered:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        kwargs.setdefault("queryset", target.referable(request, db_field))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Reference(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.label_from_instance = target.label_of
        return field


class ReferenceForm(forms.ModelForm):
    """Tells its boxes what they ask, also where a table has no label for them, and what came with their own row."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            box = getattr(field.widget, "widget", field.widget)
            if field.label and not field.widget.is_hidden:
                box.attrs.setdefault("aria-label", capfirst(field.label))
            if isinstance(box, Reference) and self.instance._meta.get_field(name).is_cached(self.instance):
                row = getattr(self.instance, name)
                if row is not None:
                    box.at_hand = {str(row.pk): str(field.label_from_instance(row))}
