"""How a municipality is found by its name, in any script, misspelt or inflected."""

from django.contrib.postgres.lookups import TrigramSimilar
from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramSimilarity
from django.db import connection
from django.db.models import Exists, F, Max, OuterRef, QuerySet, TextField

from municipalities.models import SearchName
from provenance.compiled import Compiled, Given

# Below this a name is another name, not a misspelling; pg_trgm's own default.
ALIKE = 0.3
# Of the names that are alike, those nearly as alike as the best.
NEARLY_AS_ALIKE = 0.8
MOST_ALIKE = 20
# What is written beyond these decides nothing.
MOST_WORDS = 8
# Words that name nothing by themselves, in the site's languages, as they are folded: “Komuna e Sarajit”, “Twinning of
# Zagreb and Tromsø”. Alone they are looked for like any other.
EMPTY = frozenset(
    word
    for words in (
        "a and at between for from in of on the to with municipality city town",
        "dhe e i me midis mes nga ne per se te komuna komune komunes bashkia bashki bashkise qyteti qytetit",
        "do i megju na od pomegju so vo za opstina opstinata opstini grad gradot",
    )
    for word in words.split()
)
# Albanian names are written in two alphabets, and these letters follow two spellings when they are folded: “Беџети” is
# “bedzeti”, and “Bexheti” stays “bexheti”.
AS_ALBANIAN_WRITES = str.maketrans(
    {"ш": "sh", "ж": "zh", "џ": "xh", "ќ": "q", "Ш": "Sh", "Ж": "Zh", "Џ": "Xh", "Ќ": "Q"}
)
AS_OTHERS_WRITE = {"xh": "dz", "sh": "s", "zh": "z", "q": "kj"}


# The database's folding never changes while this process runs, and the same words are in very many names.
_folded: dict[str, str] = {}
MOST_REMEMBERED, LONGEST_REMEMBERED = 20_000, 200


def folded(text: str) -> str:
    """The text as the database folds it; `''` of nothing but blanks and stops."""
    return folded_words([text])[0]


def folded_words(texts: list[str]) -> list[str]:
    """The texts as the database folds them, in the same order; a query if one of them was not asked for lately."""
    known = {text: _folded.get(text) for text in texts}
    if unknown := [text for text, plain in known.items() if plain is None]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT text, fold(text) FROM unnest(%s::text[]) AS text", [unknown])
            known |= dict(cursor.fetchall())
        if len(_folded) + len(unknown) > MOST_REMEMBERED:
            forget_words()
        _folded.update({text: known[text] for text in unknown if len(text) <= LONGEST_REMEMBERED})
    return [known[text] for text in texts]


def forget_words() -> None:
    """The next question asks the database."""
    _folded.clear()


def words_of(wanted: str) -> list[str]:
    """The words of a folded text, letters and digits only."""
    words = ("".join(letter for letter in word if letter.isalnum()) for word in wanted.split())
    return [word for word in words if word]


def spellings(text: str) -> list[tuple[str, ...]]:
    """Each word of a text as it may be written where it is found, folded: first as it is written here.

    Words that name nothing are left out, unless there are no others. One query, none if the text was folded lately.
    """
    plain, albanian = map(words_of, folded_words([text, text.translate(AS_ALBANIAN_WRITES)]))
    words = [tuple(dict.fromkeys(pair)) for pair in zip(plain, albanian, strict=True)]
    return [one for one in words if one[0] not in EMPTY] or words


def _term(spellings: tuple[str, ...], *, is_beginning: bool) -> str:
    """One word in PostgreSQL's query language, in any of its spellings.

    What is written in Latin letters is looked for in the other spelling as a whole word alone: “fish” is no beginning
    of “fiscal”.
    """
    other = spellings[0]
    for albanian, letters in AS_OTHERS_WRITE.items():
        other = other.replace(albanian, letters)
    ways = dict.fromkeys(f"{one}:*" if is_beginning else one for one in spellings)
    if other not in spellings:
        ways[other] = None
    return f"({' | '.join(ways)})" if len(ways) > 1 else next(iter(ways))


def tsquery(text: str) -> str:
    """All words of a text, the last as a beginning, in PostgreSQL's query language; `''` without a word."""
    words = spellings(text)
    return " & ".join(_term(one, is_beginning=place == len(words)) for place, one in enumerate(words, start=1))


def full_text_query(text: str) -> SearchQuery | None:
    """All its words, the last as a beginning: for `to_tsvector('simple', fold(...))`. None without a word."""
    query = tsquery(text)
    return SearchQuery(query, config="simple", search_type="raw") if query else None


# In SQL: a `folded` name holds every word of `beginnings`, as a whole word or as the beginning of one. `(SELECT words)`
# hides them from the planner: the plan is the same for all words, so PostgreSQL need not plan anew for each.
HOLDS = "to_tsvector('simple'::regconfig, COALESCE(folded, '')) @@ (SELECT to_tsquery('simple', %(beginnings)s))"


def beginnings(text: str) -> str:
    """All words of a text as beginnings, in PostgreSQL's query language; `''` without a word."""
    return " & ".join(_term(one, is_beginning=True) for one in spellings(text)[:MOST_WORDS])


def holding(rows: QuerySet, text: str) -> QuerySet:
    """The same of rows that have a `folded` name; none of a text without a word."""
    query = beginnings(text)
    if not query:
        return rows.none()
    words = SearchVector("folded", config="simple")
    return rows.alias(words=words).filter(words=SearchQuery(query, config="simple", search_type="raw"))


def called(municipalities: QuerySet, text: str) -> QuerySet:
    """Municipalities of which one name is the text, case, accents and alphabet aside."""
    return municipalities.filter(Exists(SearchName.objects.filter(municipality=OuterRef("pk"), folded=folded(text))))


def with_name(municipalities: QuerySet, text: str) -> QuerySet:
    """Municipalities of which one name holds every word of the text, or begins with it."""
    names = SearchName.objects.filter(municipality=OuterRef("pk"))
    return municipalities.filter(Exists(holding(names, text)))


LIKEST = Compiled(
    SearchName.objects.filter(TrigramSimilar(F("folded"), Given("wanted", TextField())))
    .values("municipality")
    .annotate(likeness=Max(TrigramSimilarity("folded", Given("wanted", TextField()))))
    .filter(likeness__gte=ALIKE)
    .order_by("-likeness", "municipality")
    .values_list("municipality", "likeness")[:MOST_ALIKE]
)


def named_by(text: str) -> str:
    """A text folded, without the words that name nothing unless there are no others: how a name may begin or look."""
    words = folded(text).split()
    return " ".join([word for word in words if word not in EMPTY] or words)


def alike(text: str) -> list[int]:
    """The keys of municipalities whose names look most like the text, the likest first; at most 20."""
    wanted = named_by(text)
    found = LIKEST.rows(wanted=wanted) if wanted else []
    best = found[0][1] if found else 0
    return [key for key, likeness in found if likeness >= best * NEARLY_AS_ALIKE]
