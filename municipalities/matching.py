"""Meeting a municipality again: by the identifiers that authorities gave it, never by its name."""

from municipalities.models import Alias, Municipality
from provenance.models import Change


def meet(facts: dict[str, object], aliases: list[Alias] | None = None) -> Municipality:
    """The municipality with this GeoNames number or Wikidata item; a new one where the register knows none.

    `facts` are columns of `Municipality`. Of one that is known, only what is empty is filled in, and what a person
    emptied stays empty. The fields are checked here, the constraints by the database.
    """
    municipality = _known(facts)
    if municipality is None:
        municipality = Municipality(**facts)
        municipality.clean_fields()
        municipality.save()
    else:
        _fill_in(municipality, facts)
    for alias in aliases or []:
        if not municipality.aliases.filter(text=alias.text).exists():
            alias.municipality = municipality
            alias.save()
    return municipality


def _known(facts: dict[str, object]) -> Municipality | None:
    for identifier in ("geonames_id", "wikidata_qid"):
        if facts.get(identifier):
            found = Municipality.objects.filter(**{identifier: facts[identifier]}).first()
            if found:
                return found
    return None


def _fill_in(municipality: Municipality, facts: dict[str, object]) -> None:
    empty = {name for name, value in facts.items() if value and getattr(municipality, name) in ("", None)}
    if not empty:
        return
    missing = empty - _touched_by_people(municipality)
    if missing:
        for name in missing:
            setattr(municipality, name, facts[name])
        municipality.clean_fields()
        municipality.save(update_fields=missing)


def _touched_by_people(municipality: Municipality) -> set[str]:
    """The columns that a person, not a program, changed."""
    changes = Change.objects.about(municipality).filter(actor_uid__isnull=False, before__isnull=False)
    return {
        column
        for model, before in changes.values_list("model", "before")
        if model == municipality.address
        for column in before
    }
