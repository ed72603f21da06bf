"""The site's sections, in the order of the bar at the top; and what stands at the foot of each page."""

from dataclasses import dataclass

from django.utils.functional import Promise

from pages.day import Day
from pages.wording.translated import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """`first` is the name of the page that the bar leads to, `pages` those of the pages that belong to it."""

    label: Promise
    first: str
    pages: tuple[str, ...] = ()

    def link(self, day: Day, here: str) -> dict:
        """Label, address, and what `aria-current` says of a page named `here`: page, true (below it) or nothing."""
        current = "page" if here == self.first else "true" if here in self.pages else ""
        return {"label": self.label, "url": day.address(self.first), "current": current}


SECTIONS = [
    Section(_("Agreements"), "agreement-list", ("agreement",)),
    Section(_("Municipalities"), "municipality-list", ("municipality", "compare")),
    Section(_("Joint projects"), "project-list", ("project",)),
    Section(_("Good practices"), "good-practice-list", ("good-practice",)),
    Section(_("Overview"), "overview", ("overview-map",)),
    Section(_("Find a partner"), "partner-finder"),
    Section(_("About and data"), "about"),
]
FURTHER = [
    Section(_("Fields of cooperation"), "field-list", ("field",)),
    Section(_("Networks"), "network-list", ("network",)),
    Section(_("Mayors"), "mayor-list", ("mayor",)),
]
STATEMENTS = [
    Section(_("Accessibility"), "accessibility"),
    Section(_("Privacy"), "privacy"),
]
