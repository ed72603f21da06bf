"""Which texts of agreements exist in each language of the content."""

from modeltranslation.translator import TranslationOptions, register

from agreements.models import (
    Activity,
    Agreement,
    Commitment,
    Field,
    GoodPractice,
    JointProject,
    Network,
    Party,
    Representative,
)


@register(Field)
@register(Network)
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "summary", "preamble", "objectives")


@register(Party)
class PartyTranslation(TranslationOptions):
    fields = ("signatory_title",)


@register(Representative)
class RepresentativeTranslation(TranslationOptions):
    fields = ("post",)


@register(Commitment)
class CommitmentTranslation(TranslationOptions):
    fields = ("text",)


@register(Activity)
class ActivityTranslation(TranslationOptions):
    fields = ("title", "outcome")


@register(JointProject)
class JointProjectTranslation(TranslationOptions):
    fields = ("title", "summary", "results")


@register(GoodPractice)
class GoodPracticeTranslation(TranslationOptions):
    fields = ("title", "problem", "solution", "evidence")
