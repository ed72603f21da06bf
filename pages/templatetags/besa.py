"""What templates need to speak of countries, languages, dates and texts as the reader does (names by CLDR)."""

from babel.numbers import format_currency, format_decimal, format_percent
from django import template
from django.conf import settings
from django.utils.translation import get_language

from pages.wording.cldr import alphabetical, country_name, language_name, locale
from pages.wording.dates import long_date
from pages.wording.names import agreement_name
from pages.wording.texts import script_lang, text_of

register = template.Library()


register.filter(country_name)
register.filter(script_lang)
# Not by its own name: Django's `i18n` has a filter of that name, which knows few languages.
register.filter("language_in_words", language_name)
register.filter(long_date)


@register.filter
def grouped(number) -> str:
    """30000 → 30,000 or 30.000, as the language has it."""
    return "" if number is None else format_decimal(number, locale=locale())


@register.filter
def share(part, whole) -> str:
    """12.3%, 12,3 %; what is more than nothing is never said to be nothing, nor what is less than all to be all."""
    if not whole:
        return ""
    language = locale()
    pattern = language.percent_formats[None].pattern.replace("##0", "##0.0")
    rounded = round(part / whole, 3)
    if part and not rounded:
        return "< " + format_percent(0.001, pattern, locale=language)
    if part < whole and rounded == 1:
        return "> " + format_percent(0.999, pattern, locale=language)
    return format_percent(rounded, pattern, locale=language)


@register.filter
def money(amount, currency: str) -> str:
    return format_currency(amount, currency, locale=locale())


@register.filter
def degrees(number: float) -> str:
    """-83.14993 → 83.1499: the word beside it says the side."""
    return format_decimal(abs(number), "0.####", locale=locale())


@register.simple_tag(takes_context=True)
def page(context, name, *args, **query):
    """{% page "agreement" agreement.number %}: its address, for the day of this page; {% page "search" q="Saraj" %}."""
    return context["day"].address(name, *args, **query)


@register.simple_tag
def text(obj, field):
    """{% text agreement "summary" as summary %}: a `pages.wording.texts.Text`."""
    return text_of(obj, field)


@register.simple_tag(takes_context=True)
def language_links(context):
    """The same page, query kept, in each language: code, name in its own language, address, whether it is this one.

    Every page's address is /<language>/<the same path>: a page that has none (an error before any address was
    understood) links to the front pages.
    """
    request = context.get("request")
    query = request.META.get("QUERY_STRING", "") if request is not None else ""
    first, _slash, rest = (request.path_info if request is not None else "/").lstrip("/").partition("/")
    if first not in dict(settings.LANGUAGES) or hasattr(request, "unreadable"):
        first, rest, query = "", "", ""
    return [
        {
            "code": code,
            "name": name,
            "url": template.defaultfilters.iriencode(f"/{code}/{rest}") + (f"?{query}" if query else ""),
            "is_current": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag
def marks(sources, record, *facts):
    """{% marks sources party "signatory_name" %}: the numbers of the sources behind one or several facts."""
    return sources.numbers(record, *facts)


@register.simple_tag
def name_of(agreement):
    """{% name_of agreement as name %}: what an agreement is called, as a `pages.wording.texts.Text`."""
    return agreement_name(agreement)


@register.simple_tag
def country_choices(codes, chosen):
    """(code, name, whether it is chosen) of these countries and of the chosen ones, in the order of their names."""
    chosen = {code.upper() for code in chosen or [] if len(code) == 2}
    named = ((code, country_name(code), code in chosen) for code in {*codes, *chosen})
    return sorted(named, key=lambda one: alphabetical(one[1]))
