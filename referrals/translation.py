"""Which columns exist per language, and history on top of them."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from .models import Agreement, Choice, Kind, Question, Team


@register(Kind)
class KindTranslation(TranslationOptions):
    fields = ("name", "short_name", "advice", "adviser")


@register(Choice)
class ChoiceTranslation(TranslationOptions):
    fields = ("name",)


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("words",)


@register(Team)
class TeamTranslation(TranslationOptions):
    fields = ("name", "place")


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("basis", "notice", "controllers")


for model, many in (
    (Kind, ["themes"]),
    (Team, ["kinds", "municipalities"]),
    (Agreement, []),
    (Choice, ["kinds"]),
    (Question, []),
):
    simple_history.register(model, app="referrals", m2m_fields=many)
