"""The environment of the public pages' templates: their filters, their functions, and the way to their translations.

Why not Django's, which the admin keeps: docs/adr/0009-two-template-engines.md.
"""

import jinja2
from django.template import defaultfilters as django_filters
from django.utils import translation

from pages.addresses import address_of, file_address
from pages.templating import boxes, filters, head, linked_data, links
from pages.wording.cldr import country_name, language_name
from pages.wording.dates import long_date
from pages.wording.names import agreement_name
from pages.wording.numbers import degrees, grouped, money, share
from pages.wording.texts import script_lang, text_of
from pages.wording.translated import gettext

FILTERS = {
    "capfirst": django_filters.capfirst,
    "consecutive": filters.consecutive,
    "country_name": country_name,
    "degrees": degrees,
    "filesizeformat": django_filters.filesizeformat,
    "grouped": grouped,
    "iso_day": filters.iso_day,
    "language_in_words": language_name,
    "linebreaks": django_filters.linebreaks_filter,
    "linebreaksbr": django_filters.linebreaksbr,
    "long_date": long_date,
    "money": money,
    "script_lang": script_lang,
    "share": share,
    "truncatewords": django_filters.truncatewords,
    "urlencode": django_filters.urlencode,
    "yesno": django_filters.yesno,
}
FUNCTIONS = {
    "addresses": head.addresses,
    "choice_box": boxes.choice_box,
    "get_language": translation.get_language,
    "language_links": links.language_links,
    "linked_data": linked_data.linked_data,
    "links_to": links.links_to,
    "name_of": agreement_name,
    "open_graph": head.open_graph,
    "page": links.page,
    "part_here": links.part_here,
    "querystring": links.querystring,
    "static": file_address,
    "text_box": boxes.text_box,
    "text_of": text_of,
    "today": filters.today,
    "url": address_of,
}


class Environment(jinja2.Environment):
    """Jinja2's, for pages that read documents: of a dict, `record.values` is its key, never its method."""

    def getattr(self, obj, attribute):
        if isinstance(obj, dict):
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def environment(*, loader: jinja2.BaseLoader, auto_reload: bool, **_) -> jinja2.Environment:
    """As Django asks for it (`TEMPLATES` of the settings); what else Django proposes is decided here.

    `_("…")` and `{% trans %}` are gettext's. Nothing is translated when a template is read: one compiled template
    speaks all languages. What is missing altogether is empty, also in development; an attribute of it is an error.
    """
    made = Environment(loader=loader, auto_reload=auto_reload, autoescape=True, extensions=["jinja2.ext.i18n"])
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(
        gettext, translation.ngettext, pgettext=translation.pgettext, npgettext=translation.npgettext
    )
    # `_` is an alias of the extension that looks `gettext` up in the page each time; nothing here is called so.
    made.globals["_"] = made.globals["gettext"]
    made.filters.update(FILTERS)
    made.globals.update(FUNCTIONS)
    return made
