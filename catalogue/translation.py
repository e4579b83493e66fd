"""Which columns exist per language, and history on top of them (in this order: see docs/decisions)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from .models import (
    Contact,
    Keyword,
    Language,
    LifeEvent,
    OpeningHours,
    Place,
    PlaceType,
    Schedule,
    Service,
    ServiceClass,
    Synonym,
    TargetGroup,
    Theme,
    ThemeRule,
)


@register(Service)
class ServiceTranslation(TranslationOptions):
    fields = ("name", "summary", "description", "for_whom", "how_to", "first_visit", "price")


@register(Place)
class PlaceTranslation(TranslationOptions):
    fields = ("name", "street", "post_office", "access", "directions")


@register([Schedule, OpeningHours])
class NoteTranslation(TranslationOptions):
    fields = ("note",)


@register(Contact)
class ContactTranslation(TranslationOptions):
    fields = ("label", "hours")


@register([ServiceClass, TargetGroup, LifeEvent])
class TermTranslation(TranslationOptions):
    fields = ("name", "label")


@register([Keyword, Language, PlaceType, Theme])
class NameTranslation(TranslationOptions):
    fields = ("name",)


simple_history.register(
    Service,
    app="catalogue",
    m2m_fields=[
        "producers",
        "classes",
        "target_groups",
        "life_events",
        "keywords",
        "municipalities",
        "places",
        "languages",
    ],
)
for model in (Place, OpeningHours, Schedule, Contact, Synonym, Theme, ThemeRule):
    simple_history.register(model, app="catalogue")
