"""The closed answers of a service, in the words residents read."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PriceKind(models.TextChoices):
    FREE = "free", pgettext_lazy("price", "Free")
    PAID = "paid", _("Costs something")
    VARIES = "varies", _("Price varies")


class Access(models.TextChoices):
    OPEN = "open", _("Just come, no sign-up")
    BOOK = "book", _("Book or sign up")
    SELF = "self", _("Contact them yourself")
    REFERRAL = "referral", _("You need a referral")


class Format(models.TextChoices):
    INDIVIDUAL = "individual", _("Personal guidance")
    GROUP = "group", _("Group")
    COURSE = "course", _("Course")
    PEER = "peer", _("Peer support")
    SELF_CARE = "self_care", _("On your own")
    EVENT = "event", _("Event")
    PLACE = "place", _("Route or place")

    @property
    def review_days(self):
        """Days until the record must be confirmed again: groups change by the season, routes rarely."""
        short = {Format.GROUP, Format.COURSE, Format.PEER, Format.EVENT}
        return 90 if self in short else 365 if self in {Format.SELF_CARE, Format.PLACE} else 180


class Area(models.TextChoices):
    MUNICIPALITIES = "municipalities", _("these municipalities")
    COUNTY = "county", _("the whole county")
    NATIONWIDE = "nationwide", _("the whole country")


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class VerifiedHow(models.TextChoices):
    OWNER = "owner", _("by the owner")
    PHONE = "phone", _("by phone")
    COORDINATOR = "coordinator", _("by the coordinator")


class Provenance(models.TextChoices):
    HERE = "here", _("kept here")
    EXAMPLE = "example", _("example content")
    PTV = "ptv", _("national service registry (PTV)")
    LIPAS = "lipas", _("sports places (LIPAS)")
    LINKED_EVENTS = "linked_events", "Linked Events"
    CSV = "csv", _("table (CSV)")


# Columns of their own, since a service has several at once: parameter value → words.
DELIVERY = {
    "on_site": _("On site"),
    "remote": _("Remote"),
    "at_home": _("At home"),
    "by_phone": _("By phone"),
}
BARRIERS = {
    "evening": _("Evenings"),
    "step_free": _("Step-free"),
    "companion": _("Bring a companion"),
    "women_only": _("Women only"),
    "beginners": _("Beginners welcome"),
    "public_transport": _("By public transport"),
    "equipment": _("Equipment lent"),
}
