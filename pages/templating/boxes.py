"""Boxes of forms: `text_box(form.q, hint=hint)` to write in, `choice_box(form.sort, empty=usual)` to choose from."""

from django.utils.safestring import SafeString
from jinja2 import pass_context

from pages.parts import part


@pass_context
def text_box(context, field, hint="", input_type="text", value=None, suggests="") -> SafeString:
    """A box to write in. `input_type`: for numbers or days; `value`: other than that asked for;
    `suggests`: a kind of names that are offered while somebody writes.

    Where something is wrong its type is text: a box for numbers or days would swallow what was written.
    """
    errors = tuple(field.errors)
    shown = field.value() if value is None else value
    return part(
        "includes/box.html",
        name=field.html_name,
        box=field.id_for_label,
        label=str(field.label),
        hint=hint,
        type="text" if errors else input_type,
        value="" if shown is None else str(shown),
        longest=getattr(field.field, "max_length", None),
        errors=errors,
        suggestions=context["day"].address("suggestions", kind=suggests) if suggests else "",
    )


def choice_box(field, empty) -> SafeString:
    """One of several; `empty` is what it is called that none is chosen, which none of the others is called as well."""
    value = field.value()
    others = ((one, str(label)) for one, label in field.field.choices if one)
    return part(
        "includes/choice.html",
        name=field.html_name,
        box=field.id_for_label,
        label=str(field.label),
        empty=empty,
        choices=tuple(other for other in others if other[0] == value or other[1] != str(empty)),
        value=value,
        errors=tuple(field.errors),
    )
