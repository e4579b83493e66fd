"""Which columns exist per language, and history on top of them (in this order: see docs/decisions)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from .models import Municipality, Organisation, WellbeingCounty


@register(WellbeingCounty)
class WellbeingCountyTranslation(TranslationOptions):
    fields = ("name",)


@register(Municipality)
class MunicipalityTranslation(TranslationOptions):
    fields = ("name", "name_of", "name_in", "name_to", "name_from")


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "description")


simple_history.register(Organisation, app="organisations")
