"""What a page says, for machines: schema.org as JSON-LD. Pure functions from records to dictionaries.

Only what the page shows to everybody, and nothing that is not known: an absent property is unknown. Records are named
by their permanent address, so that the same record is one node on every page and in every language.

A municipality is at once the place and the body that gives its word. An agreement is a `CreativeWork`: schema.org has
no treaty, `Legislation` is what one side enacts for its own, and `Contract` does not exist. A joint project is a
`Project`, a good practice an `Article` about a problem and its solution.
"""

import json
from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import get_language

from agreements.models import Act, Adoption, Field, GoodPractice, JointProject, Network
from agreements.models.document import MEDIA_TYPES
from municipalities.models import Mayor, Municipality
from pages.formats.site import Site
from pages.wording.cldr import country_name
from pages.wording.texts import Text, text_of
from pages.wording.translated import gettext as _

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
# What would end the block or open a comment in it; JSON reads the escapes as the same characters.
IN_HTML = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def block(*nodes: dict) -> SafeString:
    """The data block that goes into a page's head."""
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False)
    # Quoted as HTML it would be no JSON; nothing is left in it by which it could leave its element.
    return mark_safe(f'<script type="application/ld+json">{text.translate(IN_HTML)}</script>\n')  # noqa: S308


def known(**properties) -> dict:
    """Those that are known; `type_` and `id_` stand for JSON-LD's own keywords."""
    words = {"type_": "@type", "id_": "@id"}
    return {words.get(name, name): value for name, value in properties.items() if value not in (None, "", [], {})}


def written(text: Text) -> str | dict:
    """A text; with its language where that is not the page's."""
    if text.language == get_language():
        return text.text
    return {"@value": text.text, "@language": text.language} if text else ""


def breadcrumbs(*steps: tuple[str, str]) -> dict:
    """(name, address) of each step from the list to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, start=1)
        ],
    }


def named(site: Site, municipality: Municipality) -> dict:
    """A municipality where another record names it."""
    return known(
        type_=_types(municipality), id_=site.permanent("municipality", municipality.uid), name=municipality.name
    )


def _types(municipality: Municipality) -> list[str]:
    place = "City" if municipality.level == Municipality.Level.MUNICIPALITY else "AdministrativeArea"
    return [place, "GovernmentOrganization"]


def municipality(site: Site, place: Municipality, names: Iterable[str], in_office: Iterable[Mayor] = ()) -> dict:
    """`names` are all that it is known by; `in_office` the terms of its mayors on the page's day."""
    point = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    code = known(type_="PropertyValue", propertyID=place.national_code_scheme, value=place.national_code)
    return known(
        **{"@type": _types(place), "@id": site.permanent("municipality", place.uid)},
        name=place.name,
        alternateName=sorted({name for name in names if name} - {place.name}),
        url=place.website,
        mainEntityOfPage=site.page("municipality", place.uid),
        sameAs=_same_as(place.wikidata_qid, place.geonames_id),
        identifier=code if place.national_code else None,
        logo=site.at(place.coat_of_arms.url) if place.coat_of_arms else None,
        geo=point if place.latitude is not None and place.longitude is not None else None,
        containedInPlace=[
            *([{"@type": "AdministrativeArea", "name": place.region_name}] if place.region_name else []),
            {"@type": "Country", "name": country_name(place.country), "identifier": place.country},
        ],
        member=[_term(term, member=_person(site, term)) for term in in_office],
        foundingDate=_date(place.existed_from),
        dissolutionDate=_date(place.existed_to),
    )


def mayor(site: Site, terms: list[Mayor], is_in_office: bool | None) -> dict:
    """A person by the terms of office in one municipality, the page's own first."""
    first = terms[0]
    return {
        **_person(site, first),
        **known(
            jobTitle=_("mayor") if is_in_office else None,
            mainEntityOfPage=site.page("mayor", first.uid),
            sameAs=_same_as(*(term.wikidata_qid for term in terms if term.wikidata_qid)),
            image=site.at(first.photo.url) if first.photo else None,
            memberOf=[_term(term, memberOf=named(site, term.municipality)) for term in terms],
        ),
    }


def _person(site: Site, term: Mayor) -> dict:
    return known(type_="Person", id_=site.permanent("mayor", term.uid), name=term.name)


def _term(term: Mayor, **inner) -> dict:
    role = _("acting mayor") if term.acting else _("mayor")
    return known(
        type_="OrganizationRole", roleName=role, startDate=_date(term.starts_on), endDate=_date(term.ends_on), **inner
    )


def project(site: Site, found: JointProject, partners: Iterable[Municipality]) -> dict:
    return known(
        **{"@type": "Project", "@id": site.permanent("joint-project", found.uid)},
        name=written(text_of(found, "title")),
        description=written(text_of(found, "summary")),
        mainEntityOfPage=site.page("project", found.uid),
        foundingDate=_date(found.actual_start or found.planned_start),
        dissolutionDate=_date(found.actual_end or found.planned_end),
        member=[named(site, partner) for partner in partners],
        funder={"@type": "Organization", "name": found.funder} if found.funder else None,
    )


def practice(site: Site, found: GoodPractice, adoptions: Iterable[Adoption], fields: Iterable) -> dict:
    return known(
        **{"@type": "Article", "@id": site.permanent("good-practice", found.uid)},
        headline=written(text_of(found, "title")),
        abstract=written(text_of(found, "problem")),
        articleBody=written(text_of(found, "solution")),
        mainEntityOfPage=site.page("good-practice", found.uid),
        author=named(site, found.owner),
        mentions=[named(site, adoption.municipality) for adoption in adoptions],
        keywords=[field.name for field in fields],
        datePublished=localdate(found.published_at).isoformat() if found.published_at else None,
        license=LICENCE,
    )


def agreement(site: Site, record: dict, name: Text, form: str) -> dict:
    """From a record of `agreement_page.page_of`, as it stood on the page's day. Its documents are parts of it."""
    signed = [act["happened_on"] for act in _signings(record)]
    since, until = record["since"], record["term_ends_on"]
    return known(
        **{"@type": "CreativeWork", "@id": site.permanent("agreement", record["uid"])},
        identifier=record["number"],
        name=written(name),
        abstract=written(record["summary"]),
        genre=str(form),
        mainEntityOfPage=site.page("agreement", record["number"]),
        creator=_parties(site, record),
        contributor=_signatories(site, record),
        keywords=[field["name"] for field in record["fields"]],
        inLanguage=record["governing_languages"],
        dateCreated=signed[0] if signed else None,
        temporalCoverage=f"{since or '..'}/{until or '..'}" if since or until else None,
        hasPart=[_document(site, one) for one in record["documents"]],
        sdLicense=LICENCE,
        sdPublisher=_publisher(site),
    )


def events(site: Site, record: dict, name: Text) -> list[dict]:
    """When it was signed, and what the parties did since, as far as it has a date."""
    about = {"@id": site.permanent("agreement", record["uid"])}
    parties = _parties(site, record)
    signings = [
        {
            "@type": "Event",
            "name": f"{capfirst(act['kind_shown'])}: {name}",
            "startDate": act["happened_on"],
            "about": about,
            "organizer": parties,
        }
        for act in _signings(record)
    ]
    modes = {True: "OnlineEventAttendanceMode", False: "OfflineEventAttendanceMode"}
    return signings + [
        known(
            type_="Event",
            name=written(activity["name"]),
            description=written(activity["outcome"]),
            startDate=activity["starts_on"],
            endDate=activity["ends_on"],
            location={"@type": "Place", "name": activity["place"]} if activity["place"] else None,
            eventAttendanceMode=f"https://schema.org/{modes[activity['is_online']]}",
            about=about,
            organizer=parties,
        )
        for activity in record["activities"]
        if activity["starts_on"] and not activity["is_later"]
    ]


def _parties(site: Site, record: dict) -> list[dict]:
    """Those that were parties on the day."""
    return [
        {
            "@type": "GovernmentOrganization",
            "@id": site.permanent("municipality", party["municipality"]["uid"]),
            "name": party["name"],
        }
        for party in _on_the_day(record)
    ]


def _signatories(site: Site, record: dict) -> list[dict]:
    """Who had signed for them by then: name and office as they stood, and the mayor of the register if it was one."""
    return [
        known(
            type_="Person",
            id_=site.permanent("mayor", party["signatory"]["uid"]) if party["signatory"] else None,
            name=party["signatory_name"],
            jobTitle=written(party["signatory_title"]),
            affiliation={"@id": site.permanent("municipality", party["municipality"]["uid"])},
        )
        for party in _on_the_day(record)
        if party["signatory_name"] and not party["signed_later"]
    ]


def _on_the_day(record: dict) -> list[dict]:
    return [party for party in record["parties"] if not (party["is_later"] or party["has_left"])]


def _signings(record: dict) -> list[dict]:
    return [
        act
        for act in record["acts"]
        if act["kind"] == Act.Kind.SIGNED and act["happened_on"] and not (act["struck_out"] or act["is_later"])
    ]


def _document(site: Site, found: dict) -> dict:
    return known(
        type_="DigitalDocument",
        name=found["title"],
        url=site.at(found["url"]),
        encodingFormat=MEDIA_TYPES.get(found["url"].rpartition(".")[2]),
        inLanguage=found["language"],
        sha256=found["sha256"],
    )


def _publisher(site: Site) -> dict:
    return {"@type": "Organization", "name": "Besa", "url": site.page("home")}


def dataset(site: Site, name: str, page: str, downloads: dict[str, str], description: str = "") -> dict:
    """A list as data. `downloads` are absolute addresses by media type."""
    return known(
        **{"@type": "Dataset", "@id": page},
        name=name,
        description=description,
        url=page,
        license=LICENCE,
        isAccessibleForFree=True,
        inLanguage=get_language(),
        creator=_publisher(site),
        distribution=[
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": address}
            for kind, address in downloads.items()
        ],
    )


def web_page(site: Site, name: str, address: str, about: Iterable[dict] = ()) -> dict:
    """A page that shows what several records come to."""
    return known(
        type_="WebPage",
        id_=address,
        name=name,
        url=address,
        inLanguage=get_language(),
        about=list(about),
        isPartOf={"@id": site.page("home")},
    )


def field(site: Site, found: Field, name: Text) -> dict:
    """A field of cooperation is a word of this register's list of them."""
    return known(
        type_="DefinedTerm",
        id_=site.permanent("field", found.uid),
        termCode=found.code,
        name=written(name),
        inDefinedTermSet=site.page("field-list"),
    )


def network(site: Site, found: Network, name: Text) -> dict:
    """Its members are many, and each says itself what it is party to."""
    return known(
        type_="Organization",
        id_=site.permanent("network", found.uid),
        name=written(name),
        url=found.website,
    )


def website(site: Site) -> dict:
    """The site itself, and how it is searched."""
    home = site.page("home")
    return {
        "@type": "WebSite",
        "@id": home,
        "name": "Besa",
        "url": home,
        "inLanguage": get_language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": site.page("search") + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }


def _date(date) -> str | None:
    """A partial date is as precise in JSON-LD as it is known: 1987, 1987-06, 1987-06-21."""
    return str(date) if date else None


def _same_as(*identifiers) -> list[str]:
    """Addresses of the same thing elsewhere: Wikidata items are texts, GeoNames numbers."""
    return [
        f"{GEONAMES}{one}/" if isinstance(one, int) else f"{WIKIDATA}{one}" for one in dict.fromkeys(identifiers) if one
    ]
