"""How a state looks in one mark and one word, and what it means in one sentence."""

from dataclasses import dataclass

from agreements.confirmation import FACT_NAMES, Badge, Standing, badge
from agreements.ledger import Keeping
from agreements.liveness import Liveness
from agreements.models import Agreement, JointProject, LegalStatus
from pages.wording.names import listed
from pages.wording.translated import gettext as _
from pages.wording.translated import gettext_lazy

FULL, HALF, ALARM, PLAIN = "full", "half", "alarm", "plain"

OF_STATUS = {
    LegalStatus.NEGOTIATED: HALF,
    LegalStatus.SIGNED: HALF,
    LegalStatus.IN_FORCE: FULL,
    LegalStatus.SUSPENDED: ALARM,
}
OF_KEEPING = {Keeping.KEPT: FULL, Keeping.DUE: HALF, Keeping.OVERDUE: ALARM}
OF_LIVENESS = {Liveness.ACTIVE: FULL, Liveness.QUIET: HALF}
OF_PROJECT = {
    JointProject.Status.PIPELINE: HALF,
    JointProject.Status.IMPLEMENTATION: FULL,
    JointProject.Status.FINALISATION: FULL,
    JointProject.Status.SUSPENDED: ALARM,
}
OF_CONFIRMATION = {
    Badge.CLAIMED: HALF,
    Badge.PARTLY: HALF,
    Badge.CONFIRMED: FULL,
    Badge.EARLIER: HALF,
    Badge.DISPUTED: ALARM,
}
MEANING = {
    LegalStatus.UNKNOWN: gettext_lazy("What it is worth in law is not known."),
    LegalStatus.NEGOTIATED: gettext_lazy("It was initiated or approved; no source says that it was signed."),
    LegalStatus.SIGNED: gettext_lazy("It was signed; no source says that it has entered into force."),
    LegalStatus.IN_FORCE: gettext_lazy("It binds its parties."),
    LegalStatus.SUSPENDED: gettext_lazy("It was suspended; no source says that it was resumed."),
    LegalStatus.EXPIRED: gettext_lazy("Its term has ended, and no renewal is known."),
    LegalStatus.TERMINATED: gettext_lazy("It was ended."),
}


@dataclass(frozen=True)
class Mark:
    """A mark (`full`, `half`, `alarm`, `plain`) and the word beside it."""

    kind: str
    word: str


def status_mark(status: str | None) -> Mark:
    if status is None:
        return Mark(PLAIN, _("not yet begun"))
    if status == LegalStatus.UNKNOWN:
        return Mark(PLAIN, _("status not known"))
    return Mark(OF_STATUS.get(status, PLAIN), str(LegalStatus(status).label))


def keeping_mark(keeping: str) -> Mark:
    return Mark(OF_KEEPING.get(keeping, PLAIN), str(Keeping(keeping).label))


def liveness_mark(alive: str) -> Mark:
    return Mark(OF_LIVENESS.get(alive, PLAIN), str(Liveness(alive).label))


def project_mark(status: str) -> Mark:
    return Mark(OF_PROJECT.get(status, PLAIN), str(JointProject.Status(status).label))


def status_sentence(status: str | None, origin: str) -> str:
    """What a legal status means, in one plain sentence.

    Of a record from public data, being in force is a conclusion: its sources know of a beginning, and of no end.
    """
    if status is None:
        return _("On this day the agreement did not exist yet, as far as is known.")
    if status == LegalStatus.IN_FORCE and origin in (Agreement.Origin.IMPORT, Agreement.Origin.SELECTION):
        return _("Taken to be in force: its sources name a beginning and no end.")
    return str(MEANING[status])


def confirmation_mark(sides: list) -> Mark:
    """Of sides by their `standing`."""
    return badge_mark(badge(sides))


def badge_mark(word: str) -> Mark:
    if word == Badge.UNCONFIRMED:
        return Mark(PLAIN, _("not confirmed"))
    return Mark(OF_CONFIRMATION.get(word, PLAIN), str(Badge.LABELS[word]))


def confirmation_sentence(origin: str, sides: list) -> str:
    """What the confirmation's mark means here, in one plain sentence; of sides by `name`, `standing`, `changed`."""

    def who(*standings):
        return listed([side.name for side in sides if side.standing in standings])

    word = badge(sides)
    if word == Badge.DISPUTED:
        return _("This record as it stands is disputed by %(parties)s.") % {"parties": who(Standing.DISPUTES)}
    if word == Badge.EARLIER:
        changed = {name for side in sides for name in side.changed}
        return _("An earlier version was confirmed by %(parties)s; changed since then: %(facts)s.") % {
            "parties": who(Standing.CONFIRMED_EARLIER),
            "facts": listed([str(label) for name, label in FACT_NAMES.items() if name in changed]),
        }
    if word == Badge.CONFIRMED:
        return _("Every party has confirmed this record as it stands: %(parties)s.") % {
            "parties": who(Standing.CONFIRMS)
        }
    if word == Badge.PARTLY:
        return _("Confirmed by %(parties)s; no answer yet from %(others)s.") % {
            "parties": who(Standing.CONFIRMS),
            "others": who(Standing.SILENT, Standing.CLAIMS),
        }
    if word == Badge.CLAIMED:
        return _("Recorded by %(parties)s; not yet confirmed by %(others)s.") % {
            "parties": who(Standing.CLAIMS),
            "others": who(Standing.SILENT),
        }
    if origin == Agreement.Origin.SEED:
        return _("Recorded from a press report; no municipality has confirmed it in this register yet.")
    return _("Recorded from public sources; no municipality has confirmed it in this register yet.")
