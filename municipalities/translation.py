"""Which texts of a municipality exist in each language of the content."""

from modeltranslation.translator import TranslationOptions, register

from municipalities.models import Institution, Municipality


@register(Municipality)
class MunicipalityTranslation(TranslationOptions):
    fields = ("name",)


@register(Institution)
class InstitutionTranslation(TranslationOptions):
    fields = ("name",)
