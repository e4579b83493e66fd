"""The closed answers of a pathway."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models.choices import Status

plain_key = RegexValidator(r"\A[a-z0-9-]+\Z", _("Write only a–z, 0–9 and hyphens."))
STATES = [Status.DRAFT, Status.PUBLISHED, Status.ARCHIVED]


class Actor(models.TextChoices):
    """Who acts in a lane."""

    RESIDENT = "resident", pgettext_lazy("lane", "You")
    PROFESSIONAL = "professional", pgettext_lazy("lane", "Social or health professional")
    ADVISER = "adviser", pgettext_lazy("lane", "Municipal adviser")
    GROUP = "group", pgettext_lazy("lane", "Group or association")
    PORTAL = "portal", pgettext_lazy("lane", "This service")


class Kind(models.TextChoices):
    """What happens at a stage."""

    START = "start", _("Start")
    ASSESSMENT = "assessment", _("Self-assessment")
    TALK = "talk", _("Talk")
    DECISION = "decision", _("Decision")
    SERVICE = "service", pgettext_lazy("stage", "Service")
    REFERRAL = "referral", _("Referral")
    FOLLOW_UP = "follow_up", _("Follow-up")
    GOAL = "goal", _("Goal")


class Referral(models.TextChoices):
    """The kinds of referral a pathway may name."""

    EXERCISE = "exercise", _("Exercise referral")
    WELLBEING = "wellbeing", _("Wellbeing referral")
    CULTURE = "culture", _("Culture referral")
