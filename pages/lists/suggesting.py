"""What is suggested while somebody types: of all that is found, what they are likeliest to mean, and of every kind."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import get_language

from agreements import everything
from municipalities.folding import Fold
from municipalities.models import Municipality, SearchName

MOST_SUGGESTED = 8
MOST_WEIGHED = 50
# So many places are for each kind before the nearest takes the rest. What is found by its whole text alone takes none
# of that beside names: it is hardly meant by the first letters of one.
PLACES_OF_EACH = 2
BY_TEXT = ("agreement", "project", "practice")
# Where those who read in a language mostly live: they mean a place of theirs before a bigger one far away.
REGIONS = {"sq": ("AL", "XK", "MK"), "mk": ("AL", "XK", "MK")}


def suggested(text: str, kinds: list[str], on: dt.date | None) -> list[tuple[str, list[int]]]:
    """(kind, keys, best first), `MOST_SUGGESTED` together, in the order in which the kinds are near; four queries.

    Municipalities: what is called exactly so, members of the register, places of the reader's region, and then in the
    order of the search. Where nothing holds the words, those that look most like them.
    """
    groups = everything.found(text, most=MOST_WEIGHED, on=on, kinds=kinds)
    found = {kind: group.keys for kind, group in groups.items()}
    if "municipality" in found and groups["municipality"].likeness is None:
        found["municipality"] = _weighed(text, found["municipality"])
    nearest = [kind for kind in found if kind not in BY_TEXT] or [*found]
    places = dict.fromkeys(found, 0)
    for kind, wanted in [(kind, 1) for kind in [*found] * PLACES_OF_EACH] + [
        (kind, MOST_SUGGESTED) for kind in nearest
    ]:
        left = MOST_SUGGESTED - sum(places.values())
        places[kind] += min(wanted, left, len(found[kind]) - places[kind])
    return [(kind, keys[: places[kind]]) for kind, keys in found.items()]


def _weighed(text: str, keys: list[int]) -> list[int]:
    """These municipalities, and what else begins so among members and in the region, the likeliest first."""
    region = REGIONS.get(get_language(), ())
    names = SearchName.objects.filter(municipality=OuterRef("pk"))
    every = Municipality.objects.public().rewrite(False).order_by()
    every = every.annotate(is_called=Exists(names.filter(folded=Fold(Value(text)))))
    near = every.filter(
        Q(is_member=True) | Q(country__in=region), Exists(names.filter(folded__startswith=Fold(Value(text))))
    )
    facts = ("pk", "is_called", "is_member", "country", "population")
    place = {key: place for place, key in enumerate(keys)}

    def weight(one: tuple) -> tuple:
        key, is_called, is_member, country, population = one
        return not is_called, not is_member, country not in region, place.get(key, len(place)), -(population or 0), key

    weighed = every.filter(pk__in=keys).values_list(*facts).union(near.values_list(*facts))
    return [key for key, *_facts in sorted(weighed, key=weight)]
