"""How a municipality is found by its name, in any script, misspelt or inflected."""

from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from municipalities.models import SearchName

# Below this a name is another name, not a misspelling; pg_trgm's own default.
ALIKE = 0.3
# Of the names that are alike, those nearly as alike as the best.
NEARLY_AS_ALIKE = 0.8
MOST_ALIKE = 20


def folded(text: str) -> str:
    """The text as the database folds it; `''` for what holds no word."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold(%s)", [text])
        return cursor.fetchone()[0]


def full_text_query(text: str) -> SearchQuery | None:
    """All its words, the last as a beginning: for `to_tsvector('simple', fold(...))`. None without a word.

    Only letters and digits reach PostgreSQL's query language.
    """
    words = ["".join(letter for letter in word if letter.isalnum()) for word in folded(text).split()]
    words = [word for word in words if word]
    if not words:
        return None
    return SearchQuery(" & ".join(words) + ":*", config="simple", search_type="raw")


def called(municipalities: QuerySet, text: str) -> QuerySet:
    """Municipalities of which one name is the text, case, accents and alphabet aside."""
    return municipalities.filter(Exists(SearchName.objects.filter(municipality=OuterRef("pk"), folded=folded(text))))


def with_name(municipalities: QuerySet, text: str) -> QuerySet:
    """Municipalities of which one name holds every word of the text, or begins with it."""
    wanted = folded(text)
    if not wanted:
        return municipalities.none()
    names = SearchName.objects.filter(municipality=OuterRef("pk"))
    for word in wanted.split()[:8]:
        names = names.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    return municipalities.filter(Exists(names))


def alike(text: str) -> list[int]:
    """The keys of municipalities whose names look most like the text, the likest first; at most 20."""
    wanted = folded(text)
    if not wanted:
        return []
    found = list(
        SearchName.objects.filter(folded__trigram_similar=wanted)
        .values("municipality")
        .annotate(likeness=Max(TrigramSimilarity("folded", wanted)))
        .filter(likeness__gte=ALIKE)
        .order_by("-likeness", "municipality")[:MOST_ALIKE]
    )
    best = found[0]["likeness"] if found else 0
    return [row["municipality"] for row in found if row["likeness"] >= best * NEARLY_AS_ALIKE]
