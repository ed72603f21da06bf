"""The boxes of forms: {% box form.q hint=hint %} to write in, {% choice form.sort empty=usual %} to choose from."""

from django import template

from pages.parts import part

register = template.Library()


@register.simple_tag(takes_context=True)
def box(context, field, hint="", type="text", value=None, suggests=""):  # noqa: A002 -- HTML's own word
    """A box to write in. `type`: for numbers or days; `value`: other than that asked for; `suggests`: a kind of names.

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
        type="text" if errors else type,
        value="" if shown is None else str(shown),
        longest=getattr(field.field, "max_length", None),
        errors=errors,
        suggestions=context["day"].address("suggestions", kind=suggests) if suggests else "",
    )


@register.simple_tag
def choice(field, empty):
    """One of several; `empty` is what it is called that none is chosen."""
    return part(
        "includes/choice.html",
        name=field.html_name,
        box=field.id_for_label,
        label=str(field.label),
        empty=empty,
        choices=tuple((value, str(label)) for value, label in field.field.choices if value),
        value=field.value(),
        errors=tuple(field.errors),
    )
