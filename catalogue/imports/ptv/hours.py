"""Opening hours of PTV as rows of ``OpeningHours`` and as words for a contact."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from catalogue.imports.report import because
from catalogue.imports.targets import in_order
from catalogue.imports.texts import LANGUAGES, columns_of, listed
from catalogue.models import OpeningHours
from catalogue.models.schedule import Weekday
from catalogue.times import weekly

from .shapes import localized, spelled

_DAYS = {day.name.lower(): day.value for day in Weekday}
Kind = OpeningHours.Kind
MOST = 200
TOO_MANY = gettext_noop("Only the first %(n)s opening hours were taken.")
UNREADABLE = gettext_noop("Opening hours that could not be read were left out: %(hours)s")


def rows(items, reasons):
    """Rows (as ``targets`` writes them) of a list of ``serviceHours``, in one order whatever theirs is."""
    found = []
    for item in listed(items):
        try:
            found += _rows(item, reasons)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            parts = (item.get(name) for name in ("serviceHourType", "validFrom", "validTo"))
            said = " ".join(str(part) for part in parts if part)
            reasons.append(because(UNREADABLE, hours=said[:100] or "?"))
    found = in_order({str(row): row for row in found}.values())
    if len(found) > MOST:
        reasons.append(because(TOO_MANY, n=MOST))
    return found[:MOST]


def _rows(item, reasons):
    kind = spelled(item.get("serviceHourType"))
    if kind not in ("daysoftheweek", "exceptional", "overmidnight"):
        raise ValueError(kind)
    exceptional = kind == "exceptional"
    begins, ends = _day(item.get("validFrom")), _day(item.get("validTo"))
    if item.get("validForNow") and not exceptional:
        begins = ends = None  # "valid for now": it holds until further notice
    if exceptional and begins and not ends:
        ends = begins
    common = {
        "weekday": None,
        "closes_weekday": None,
        "opens_at": "",
        "closes_at": "",
        "valid_from": begins.isoformat() if begins else "",
        "valid_to": ends.isoformat() if ends else "",
        **columns_of("note", localized(item.get("additionalInformation"), one_line=True), 150, reasons),
    }
    times = listed(item.get("openingHour"))
    if item.get("isClosed"):
        if not begins:
            raise ValueError("closed without a day")
        return [{"kind": Kind.CLOSED.value, **common}]
    if item.get("isAlwaysOpen"):
        return [{"kind": Kind.ALWAYS.value, **common}]
    if exceptional and not begins:
        raise ValueError("an exception without a day")
    if exceptional:
        found = [_special(row, begins) for row in times]
    elif kind == "overmidnight":
        found = [_across(row) for row in times]
    else:
        found = [one for row in times for one in _weekly(row)]
    if item.get("isReservation") or not found and any(common[f"note_{code}"] for code in LANGUAGES):
        found = [row | {"kind": Kind.APPOINTMENT.value} for row in found] or [
            {"kind": Kind.APPOINTMENT.value}
        ]
    return [common | row for row in found]


def _day(value):
    """The day in Finland of a UTC moment (``2026-12-23T22:00:00Z`` is Christmas Eve), or None."""
    if not value:
        return None
    moment = datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
    if timezone.is_aware(moment):
        return timezone.localtime(moment).date()
    return moment.date()


def _clock(value):
    """``08:00:00`` → ``08:00``; ``24:00`` is the next day's midnight."""
    text = value.strip()
    return "00:00" if text.startswith("24:00") else f"{time.fromisoformat(text):%H:%M}"


def _weekly(row):
    """One row for each day from dayFrom to dayTo."""
    first = _DAYS[row["dayFrom"].strip().lower()]
    last = _DAYS[row["dayTo"].strip().lower()] if (row.get("dayTo") or "").strip() else first
    opens, closes = _clock(row["from"]), _clock(row["to"])
    for day in [(first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1)]:
        yield {
            "kind": Kind.WEEKLY.value,
            "weekday": day,
            "opens_at": opens,
            "closes_at": closes,
            "closes_weekday": day % 7 + 1 if closes <= opens else None,
        }


def _across(row):
    """From one day's evening to another day's morning."""
    first, opens, closes = _DAYS[row["dayFrom"].strip().lower()], _clock(row["from"]), _clock(row["to"])
    last = _DAYS[row["dayTo"].strip().lower()] if (row.get("dayTo") or "").strip() else first
    if last == first and closes <= opens:
        last = first % 7 + 1
    return {
        "kind": Kind.WEEKLY.value,
        "weekday": first,
        "opens_at": opens,
        "closes_at": closes,
        "closes_weekday": None if last == first else last,
    }


def _special(row, day):
    opens, closes = _clock(row["from"]), _clock(row["to"])
    after = (day + timedelta(days=1)).isoweekday() if closes <= opens else None
    return {"kind": Kind.SPECIAL.value, "opens_at": opens, "closes_at": closes, "closes_weekday": after}


class _Time:
    def __init__(self, row):
        self.weekday = row["weekday"]
        self.starts_at, self.ends_at = (time.fromisoformat(row[name]) for name in ("opens_at", "closes_at"))


def in_words(found, today=None):
    """When a phone is answered, per language: what holds every week, without exceptions and past seasons."""
    today = today or date.min
    valid = [row for row in found if not row["valid_to"] or date.fromisoformat(row["valid_to"]) >= today]
    words = {}
    for code in LANGUAGES:
        with override(code):
            times = [_Time(row) for row in valid if row["kind"] == Kind.WEEKLY]
            parts = [weekly(times)] if times else []
            parts += [_("Around the clock")] if any(row["kind"] == Kind.ALWAYS for row in valid) else []
            parts += [row[f"note_{code}"] for row in valid if row[f"note_{code}"]]
            words[code] = "; ".join(dict.fromkeys(parts))
    return {code: text for code, text in words.items() if text}
