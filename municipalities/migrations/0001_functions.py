"""Folding, the days that a term of office certainly covers, and whose history a municipality's rows belong to."""

from django.db import migrations

# Both cases are listed, so that the result is the same whatever the server's locale makes of lower().
# Macedonian, Serbian, Bulgarian, Russian and Greek letters follow each country's own usual Latin spelling.
SINGLE = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "з": "z", "и": "i", "ј": "j", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c",
    "ч": "c", "ш": "s", "ж": "z", "ћ": "c", "й": "j", "ъ": "a", "ы": "y", "э": "e", "ё": "e", "ѝ": "i", "ѐ": "e",
    "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u",
    "α": "a", "ά": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "έ": "e", "ζ": "z", "η": "i", "ή": "i", "ι": "i",
    "ί": "i", "ϊ": "i", "ΐ": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "ό": "o", "π": "p",
    "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "ύ": "y", "ϋ": "y", "ΰ": "y", "φ": "f", "ω": "o", "ώ": "o",
}  # fmt: skip
SEVERAL = {
    "ѓ": "gj", "ќ": "kj", "љ": "lj", "њ": "nj", "џ": "dz", "ѕ": "dz", "ђ": "dj", "đ": "dj", "щ": "st", "ю": "ju",
    "я": "ja", "ь": "", "θ": "th", "χ": "ch", "ψ": "ps",
}  # fmt: skip


def folding_sql() -> str:
    letters = "".join(letter + letter.upper() for letter in SINGLE if len(letter.upper()) == 1)
    latin = "".join(to * 2 for letter, to in SINGLE.items() if len(letter.upper()) == 1)
    folded = f"translate(normalize(written, NFC), '{letters}', '{latin}')"
    for letter, to in SEVERAL.items():
        for form in (letter, letter.upper()):
            folded = f"replace({folded}, '{form}', '{to}')"
    # What is left of accents and ligatures, then the case, then any run of what is no letter and no digit.
    return (
        f"regexp_replace(btrim(regexp_replace(lower(public.unaccent('public.unaccent', {folded})),"
        r" '[\u2018\u2019''`\u02bc]', '', 'g')), '[\s\-\u2010-\u2015./,;:()\[\]\"]+', ' ', 'g')"
    )


FOLD = f"""
CREATE FUNCTION fold(written text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN {folding_sql()};
END
$$;
"""

CERTAIN_DAYS = """
-- From the last day on which the term may have started to the first on which it may have ended (not included:
-- on the day of the handover there are two). A known start with an unknown end covers that one day.
CREATE FUNCTION certain_days(starts_on text, ends_on text, ongoing boolean) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN starts_on IS NULL THEN 'empty'::daterange
        WHEN ongoing THEN daterange(public.last_day(starts_on), NULL)
        WHEN ends_on IS NULL THEN
            CASE WHEN length(starts_on) = 10
                THEN daterange(public.first_day(starts_on), public.first_day(starts_on), '[]')
                ELSE 'empty'::daterange END
        WHEN public.last_day(starts_on) < public.first_day(ends_on)
            THEN daterange(public.last_day(starts_on), public.first_day(ends_on))
        ELSE 'empty'::daterange
    END
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("provenance", "0001_functions")]
    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION fold(text)"),
        migrations.RunSQL(CERTAIN_DAYS, "DROP FUNCTION certain_days(text, text, boolean)"),
    ]
