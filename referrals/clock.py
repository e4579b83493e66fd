"""Lets time pass: reminders, who hears when nobody answers, what lapses, what is asked afterwards. Nothing is silent.

A prompt is no event: it marks the assignment once (compare and swap against people who act) and is told. What lapses
or is erased goes through the verbs, as everybody's moves do. Run again, or by two at once, it does nothing more.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outbox import jobs

from . import clocks
from .acting import CLOCK
from .calendar import add_business_days, months_later
from .clocks import DRAFT_WARNED, MEETING, REMINDED, UNSEEN
from .models import Assignment, Meeting
from .models.moving import Meanwhile, NotNow

log = logging.getLogger("referrals")


class Faults(Exception):  # noqa: N818
    """Some rows could not be worked on; the others were."""


def register():
    every = timedelta(hours=1)
    jobs.register("referral_clock", _("Remind of referrals that wait"), pass_time, every=every)


def pass_time(now):
    """Counts by what was done. Raises Faults when a row could not be worked on, after all others."""
    counts, faults = {}, 0
    for name, rows, work in (
        ("reminded", Assignment.objects.due(clocks.day_of(now)), _remind),
        ("unseen", Assignment.objects.unseen(), _nudge),
        ("meetings", Meeting.objects.to_remind(now), _remind_of_meeting),
        ("lapsed", Assignment.objects.long_alerted(_days_ago(now, "lapse")), _lapse),
        ("drafts_warned", Assignment.objects.idle_drafts(_days_ago(now, "draft_warned")), _warn),
        ("drafts_erased", Assignment.objects.idle_drafts(_days_ago(now, "draft_erased")), _erase),
        ("followed_up", Assignment.objects.completed_within(now, clocks.FOLLOW_UPS), _follow_up),
    ):
        counts[name] = 0
        for row in rows.select_related(*_OF[rows.model]).order_by("pk"):
            try:
                with transaction.atomic():
                    counts[name] += bool(work(row, now))
            except (Meanwhile, NotNow):  # a person was first
                continue
            except Exception:  # one row that fails never keeps the others
                log.exception("referral clock: %s %s", name, row.pk)
                faults += 1
    if faults:
        raise Faults(faults)
    return counts


_OF = {Assignment: ["referral", "team"], Meeting: ["assignment__referral", "assignment__team"]}


def _days_ago(now, name):
    """A moment that everything that old lies before; the rows themselves are asked for the exact day."""
    return now - timedelta(days=clocks.days(name) - 1)


def _prompt(assignment, step, now):
    """Whether it was us; a person who moves it at this moment wins."""
    if not assignment.prompt(step.level, now):
        return False
    _tell(assignment, step, now)
    return True


def _tell(assignment, step, now):
    from . import telling

    telling.remind(assignment, step, now)


def _remind(assignment, now):
    step = clocks.step_due(assignment.state, assignment.prompted, assignment.due_on, clocks.day_of(now))
    return step is not None and _prompt(assignment, step, now)


def _nudge(assignment, now):
    opens = clocks.after(clocks.day_of(assignment.state_since), "sent_unseen")
    return clocks.day_of(now) >= opens and _prompt(assignment, UNSEEN, now)


def _remind_of_meeting(meeting, now):
    """Some days before; not of one that was booked within those days."""
    day = add_business_days(clocks.day_of(meeting.at), -clocks.days("booked_before"))
    assignment = meeting.assignment
    if clocks.day_of(now) < day or not meeting.remind(now):
        return False
    if clocks.day_of(assignment.state_since) >= day:
        return False
    _tell(assignment, MEETING, now)
    return True


def _lapse(assignment, now):
    return assignment.lapse(by=CLOCK, now=now)


def _warn(assignment, now):
    touched = assignment.referral.touched_at
    fresh = assignment.prompted == REMINDED and assignment.prompted_at >= touched
    if fresh or clocks.day_of(now) < clocks.after(clocks.day_of(touched), "draft_warned"):
        return False
    return _prompt(assignment, DRAFT_WARNED, now)


def _erase(assignment, now):
    """Only a draft whose maker was warned on an earlier day since it was last touched."""
    warned = assignment.prompted_at
    if (
        warned is None
        or warned < assignment.referral.touched_at
        or clocks.day_of(warned) >= clocks.day_of(now)
    ):
        return False
    assignment.discard(by=CLOCK, now=now)
    return True


def _follow_up(assignment, now):
    """The newest of the months that have come, unless it or a later one has been asked."""
    ended, today = clocks.day_of(assignment.ended_at), clocks.day_of(now)
    come = [month for month in clocks.FOLLOW_UPS if months_later(ended, month) <= today]
    asked = [one.month for one in assignment.follow_ups.all()]
    if not come or any(month >= come[-1] for month in asked):
        return False
    return assignment.follow_up(by=CLOCK, month=come[-1], now=now)
