"""The United Nations' sustainable development goals of the 2030 Agenda, by their short names."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

GOALS = {
    1: _("No poverty"),
    2: _("Zero hunger"),
    3: _("Good health and well-being"),
    4: _("Quality education"),
    5: _("Gender equality"),
    6: _("Clean water and sanitation"),
    7: _("Affordable and clean energy"),
    8: _("Decent work and economic growth"),
    9: _("Industry, innovation and infrastructure"),
    10: _("Reduced inequalities"),
    11: _("Sustainable cities and communities"),
    12: _("Responsible consumption and production"),
    13: _("Climate action"),
    14: _("Life below water"),
    15: _("Life on land"),
    16: _("Peace, justice and strong institutions"),
    17: _("Partnerships for the goals"),
}


@dataclass(frozen=True)
class Goal:
    """One of the seventeen goals, and what the United Nations tell of it."""

    number: int
    name: str

    @property
    def url(self) -> str:
        return f"https://sdgs.un.org/goals/goal{self.number}"


def goals(numbers: list[int]) -> list[Goal]:
    return [Goal(number, GOALS[number]) for number in sorted(numbers)]
