"""Numbers, shares and money as the reader's language has them, by the Unicode CLDR."""

from babel.numbers import format_currency, format_decimal, format_percent

from pages.wording.cldr import locale


def grouped(number) -> str:
    """30000 → 30,000 or 30.000, as the language has it."""
    return "" if number is None else format_decimal(number, locale=locale())


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


def money(amount, currency: str) -> str:
    return format_currency(amount, currency, locale=locale())


def degrees(number: float) -> str:
    """-83.14993 → 83.1499: the word beside it says the side."""
    return format_decimal(abs(number), "0.####", locale=locale())
