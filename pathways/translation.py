"""Which columns exist per language, and history on top of them (in this order: see docs/decisions)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from .models import Lane, Pathway, SavedSearch, Stage, Transition
from .models.pathway import TEXTS
from .models.stage import STAGE_TEXTS


@register(Pathway)
class PathwayTranslation(TranslationOptions):
    fields = TEXTS


@register(Lane)
class LaneTranslation(TranslationOptions):
    fields = ("name",)


@register(Stage)
class StageTranslation(TranslationOptions):
    fields = STAGE_TEXTS


@register(Transition)
class TransitionTranslation(TranslationOptions):
    fields = ("condition",)


@register(SavedSearch)
class SavedSearchTranslation(TranslationOptions):
    fields = ("name", "words")


simple_history.register(Pathway, app="pathways", m2m_fields=["themes"])
simple_history.register(Stage, app="pathways", m2m_fields=["services"])
for model in (Lane, Transition, SavedSearch):
    simple_history.register(model, app="pathways")
