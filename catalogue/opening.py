"""Opening hours of a place in words: what holds every week, then what is coming as an exception."""

from dataclasses import dataclass
from datetime import time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fields.text import text

from .models import OpeningHours
from .times import clock, season, span

Kind = OpeningHours.Kind
MIDNIGHT = time(0)


@dataclass
class Opening:
    """``label`` is the day or days, ``words`` the times; ``note`` a Text of the place's own, ``until`` an ISO day."""

    label: str
    words: str
    note: str = ""
    until: str = ""


def rows(place):
    """The hours of a place read with its ``opening_hours``, also what is over by now."""
    every = place.opening_hours.all()
    usual = [row for row in every if row.kind not in (Kind.SPECIAL, Kind.CLOSED)]
    return [_row(row) for row in usual] + [_row(row) for row in every if row not in usual]


def coming(rows, today=None):
    """Rows as they stand in a document, without what is over."""
    today = (today or timezone.localdate()).isoformat()
    return [row for row in rows if (row.get("until") or today) >= today]


def _row(row):
    exception = row.kind in (Kind.SPECIAL, Kind.CLOSED)
    days = season(row)
    if exception and row.valid_from == row.valid_to:
        days = date_format(row.valid_from, "SHORT_DATE_FORMAT")
    day = days if exception else row.get_weekday_display() if row.weekday else ""
    words = " ".join(part for part in (_times(row), "" if exception else days) if part)
    fixed = {Kind.CLOSED: _("closed"), Kind.ALWAYS: _("Always open"), Kind.APPOINTMENT: _("By appointment")}
    kind = fixed.get(row.kind, "")
    label, said = (day, f"{kind} {words}".strip()) if day else (kind, words)
    until = row.valid_to.isoformat() if row.valid_to else ""
    return Opening(label=label, words=said, note=text(row, "note"), until=until)


def _times(row):
    if row.opens_at is None:
        return ""
    if row.closes_weekday is None:
        return span(row.opens_at, row.closes_at)
    following = (row.weekday or row.closes_weekday - 1) % 7 + 1
    if row.closes_at == MIDNIGHT and row.closes_weekday == following:
        return _("all day") if row.opens_at == MIDNIGHT else f"{clock(row.opens_at)}–24"
    if row.closes_weekday == following and row.closes_at <= row.opens_at:
        return span(row.opens_at, row.closes_at)
    return _("%(opens)s to %(day)s %(closes)s") % {
        "opens": clock(row.opens_at),
        "day": row.get_closes_weekday_display().lower(),
        "closes": clock(row.closes_at),
    }
