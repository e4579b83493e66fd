"""The nightly count of referrals: one number per month, municipality, sending unit, kind, measure and group.

A referral is counted in the month in which it was sent, however late something comes of it. Left out are practice,
what was entered in error, and what the client has had restricted. Clients under non-disclosure stand without
municipality and age. What has been erased is counted on; what only the erased rows told stays as it was counted.
"""

from collections import Counter
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox import jobs

from . import clocks, lifecycle
from .calendar import business_days_between, months_later
from .models import Assignment, Client, Figure, Outcome, Referral

BANDS = {"0-29": (0, 29), "30-49": (30, 49), "50-64": (50, 64), "65-79": (65, 79), "80-": (80, 200)}
STAGES = (
    "sent",
    "accepted",
    "reached",
    "started",
    "completed",
    "feedback",
)  # each among those of the one before
BY_AGE = {"sent": "age_sent", "started": "age_started"}
LOST = {*BY_AGE.values(), "feedback"}  # what erasure takes away: such a month keeps what was counted before
COLUMNS = ["pk", "kind_id", "sender_id", "municipality_id", "sent_at", "erased_at"]
OF_OUTCOME = ["minutes_change", "who5_change", "fed_back"]
LONGEST = 60  # business days; longer waits are counted as these
STILL = "-"  # of a wait: longer than promised, and nobody has answered
GUARDED = "guarded"  # clients under non-disclosure: their cells need a larger group
MINUTES, WHO5 = 10, 4  # changes are counted in steps, so that none is one person's
TAKEN = {*lifecycle.TAKEN, "hold", "completed", "unreachable"}


def register():
    jobs.register("referral_figures", _("Count referrals for the figures"), count, hour=2)


def count(now):
    """Every month anew. Returns how many numbers stand now."""
    counted = Referral.objects.for_figures()
    months = list(counted.datetimes("sent_at", "month"))
    with transaction.atomic():
        Figure.objects.forget_but([month.date() for month in months])
        return {"numbers": sum(_count_month(counted, month, now) for month in months)}


def _count_month(counted, month, now):
    following = months_later(month.date(), 1)
    end = month.replace(year=following.year, month=following.month)
    sent = counted.filter(sent_at__gte=month, sent_at__lt=end)
    parts, counts = _parts(sent), Counter()
    clients = {one.pk: one for one in Client.objects.for_jobs().filter(referral__in=sent)}
    erased = False
    for row in sent.values(*COLUMNS):
        erased = erased or row["erased_at"] is not None
        if parts.get(row["pk"]):
            _count_one(counts, row, parts[row["pk"]], clients.get(row["pk"]), now)
    kept = LOST if erased else ()
    Figure.objects.renew(month.date(), _figures(month.date(), counts, kept), kept)
    return len(counts)


def _parts(sent):
    """{referral: its assignments, each with its outcome}, without what was entered in error."""
    outcomes = {
        one.pk: one for one in Outcome.objects.filter(assignment__referral__in=sent).only(*OF_OUTCOME)
    }
    found = {}
    for part in Assignment.objects.filter(referral__in=sent).exclude(state=lifecycle.ERROR):
        part.came = outcomes.get(part.pk)
        found.setdefault(part.referral_id, []).append(part)
    return found


def _figures(month, counts, kept):
    for (municipality, unit, kind, measure, group), number in counts.items():
        if measure not in kept:
            yield Figure(
                month=month,
                municipality_id=municipality,
                unit_id=unit,
                kind_id=kind,
                measure=measure,
                group=group,
                number=number,
            )


# ------------------------------------------------------------ one referral
def _count_one(counts, row, parts, client, now):
    guarded = client.non_disclosure if client else row["municipality_id"] is None and bool(row["erased_at"])
    place = (None if guarded else row["municipality_id"], row["sender_id"], row["kind_id"])

    def one(measure, group=""):
        counts[*place, measure, str(group)] += 1

    band = "" if guarded or client is None else band_of(client.birth_date, timezone.localdate(row["sent_at"]))
    for stage in _stages(parts):
        one(stage)
        if stage in BY_AGE:
            one(BY_AGE[stage], band)
    if guarded:
        one(GUARDED)
    for part in parts:
        if part.state == lifecycle.DECLINED:
            one("declined", part.reason)
        if part.came and part.came.minutes_change is not None:
            one("minutes", _step(part.came.minutes_change, MINUTES))
        if part.came and part.came.who5_change is not None:
            one("who5", _step(part.came.who5_change, WHO5))
    for name, promised, reached in (
        ("decision", clocks.days("sent"), "decided_at"),
        ("contact", clocks.days("sent") + clocks.days("accepted"), "first_contact_at"),
    ):
        days, kept = _wait(row["sent_at"], parts, reached, promised, now)
        if kept:
            one(f"{name}_in_time")
        if days is not None:
            one(f"{name}_days", days)


def _stages(parts):
    """The stages that the referral has come to, without a gap."""
    came = {
        "sent": True,
        "accepted": any(_accepted(part) for part in parts),
        "reached": any(part.reached_at or part.started_at for part in parts),
        "started": any(part.started_at for part in parts),
        "completed": any(part.state == lifecycle.COMPLETED for part in parts),
        "feedback": any(part.came and part.came.fed_back for part in parts),
    }
    furthest = max(place for place, stage in enumerate(STAGES) if came[stage])
    return STAGES[: furthest + 1]


def _accepted(part):
    """The adviser's name may have been erased: what happened tells."""
    return bool(part.first_contact_at or part.started_at) or part.state in TAKEN


def _wait(sent_at, parts, column, promised, now):
    """How many business days it took (None: not yet or never, STILL: overdue), and whether the promise held so far."""
    came = [getattr(part, column) for part in parts if getattr(part, column)]
    ended = [part.ended_at for part in parts if part.ended_at] if not any(p.is_open for p in parts) else []
    until = min(came) if came else max(ended) if ended else now
    days = business_days_between(timezone.localdate(sent_at), timezone.localdate(until))
    if came:
        return min(days, LONGEST), days <= promised
    if ended or days <= promised:
        return None, days <= promised
    return STILL, False


def _step(value, step):
    return round(value / step) * step


def band_of(birth_date, day):
    """Of an age on that day; empty when the date of birth is not known."""
    try:
        born = date.fromisoformat(birth_date)
    except ValueError:
        return ""
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return next((name for name, (low, high) in BANDS.items() if low <= age <= high), "")
