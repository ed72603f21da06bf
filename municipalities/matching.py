"""Meeting a municipality again: by the identifiers that authorities gave it, never by its name."""

from municipalities.models import Alias, Municipality


def meet(facts: dict[str, object], aliases: list[Alias] | None = None) -> Municipality:
    """The municipality with this GeoNames number or Wikidata item; a new one where the register knows none.

    `facts` are columns of `Municipality`. Of one that is known, only what is empty is filled in.
    """
    municipality = _known(facts)
    if municipality is None:
        municipality = Municipality(**facts)
        municipality.full_clean()
        municipality.save()
    else:
        missing = {name: value for name, value in facts.items() if value and getattr(municipality, name) in ("", None)}
        if missing:
            for name, value in missing.items():
                setattr(municipality, name, value)
            municipality.full_clean()
            municipality.save(update_fields=missing)
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
