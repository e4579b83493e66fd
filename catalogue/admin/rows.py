"""Rows that are edited on the page of the record they belong to."""

from django.utils.translation import gettext_lazy as _

from catalogue.models import Contact, OpeningHours, Schedule, ThemeRule
from organisations.admin.base import PortalInline

WHEN_AND_WHERE = _("When and where")


class ScheduleInline(PortalInline):
    model = Schedule
    after = WHEN_AND_WHERE
    rows = [("weekday", "starts_at", "ends_at"), "place", ("valid_from", "valid_to", "free_places"), "note"]


class ContactInline(PortalInline):
    model = Contact
    after = WHEN_AND_WHERE
    rows = [("kind", "purpose", "language"), "value", "label", "hours", "order"]


class OpeningHoursInline(PortalInline):
    model = OpeningHours
    rows = [
        ("kind", "weekday"),
        ("opens_at", "closes_at", "closes_weekday"),
        ("valid_from", "valid_to"),
        "note",
    ]


class ThemeRuleInline(PortalInline):
    model = ThemeRule
    rows = ["service_class", "leaves_out", "keywords"]
