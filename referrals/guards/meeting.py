"""Reaching the client, meeting, and what came of it."""

from datetime import timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from referrals import clocks

from .case import day_words

MISSED_AT_MOST = 2
A_YEAR = timedelta(days=366)  # what is booked later is a slip of the pen, and no clock would run till then
ATTEMPTS, CHANNELS = 3, 2


def attempt(case):
    from referrals.models import Attempt

    if case.get("channel") not in Attempt.Channel.values or case.get("result") not in Attempt.Result.values:
        return _("Say how you tried and what came of it.")
    if case.get("at") and case.get("at") > case.now:
        return _("The time has not come yet.")
    if case.get("at") and clocks.day_of(case.get("at")) < clocks.day_of(case.assignment.created_at):
        return format_lazy(
            _("The referral came on {date}. Check the day."),
            date=day_words(clocks.day_of(case.assignment.created_at)),
        )
    return None


def attempts(case):
    """Those without success since the client was last reached or the referral was last reopened."""
    from referrals.models import Attempt

    fresh = case.assignment.events.filter(move="reopen").order_by("-version").first()
    tried = []
    for one in case.assignment.attempts.in_order():
        if fresh is None or one.at > fresh.at:
            tried = [] if one.result == Attempt.Result.REACHED else [*tried, one]
    ways, allowed = {one.channel for one in tried}, set(case.referral.client.channels)
    many_ways = len(ways) >= CHANNELS or bool(allowed) and allowed <= ways
    waited = tried and case.today >= clocks.after(clocks.day_of(tried[0].at), "first_attempt")
    if len(tried) >= ATTEMPTS and many_ways and waited:
        return None
    return format_lazy(
        _("Three attempts in at least two ways are needed, the first at least ten days ago. Now {n}."),
        n=len(tried),
    )


def time(case):
    meeting = case.get("meeting")
    if case.by.letter == "C" and meeting is None:
        return _("Choose one of the times.")
    if meeting and (meeting.assignment_id != case.assignment.pk or meeting.state != meeting.State.OFFERED):
        return _("This time is no longer free.")
    at = meeting.at if meeting else case.get("at")
    if at is None or at <= case.now:
        return _("Choose a time that is still to come.")
    if clocks.day_of(at) > case.today + A_YEAR:
        return _("Choose a time within a year. Check the year.")
    if not meeting and not (case.get("place") or case.get("service")):
        return _("Say where you meet, or choose the group.")
    return None


def time_past(case):
    booked = case.assignment.booked_at
    return _("The time of the meeting has not come yet.") if booked and booked > case.now else None


def no_shows(case):
    """Meetings that did not happen since the referral was last reopened."""
    events = case.assignment.events.filter(move__in=["no_show", "reopen"]).order_by("-version")
    names = [*events.values_list("move", flat=True), "reopen"]
    return names.index("reopen")


def no_show_again(case):
    if no_shows(case) >= MISSED_AT_MOST:
        return _("Two meetings have been missed already. Mark that the client was not reached.")
    return None


def two_no_shows(case):
    return None if no_shows(case) >= MISSED_AT_MOST else _("Possible after two meetings that did not happen.")


def plan(case):
    if not (str(case.get("goals") or "").strip() or case.get("services")):
        return _("Write a goal or choose a service.")
    return None


def resume_on(case):
    day, last = case.get("resume_on"), clocks.after(case.today, "hold_at_most")
    if day is None or not case.today < day <= last:
        return format_lazy(_("Choose a day to go on, {date} at the latest."), date=day_words(last))
    return None


def outcome(case):
    from referrals.models import Outcome

    goal = case.get("goal_met") or ""
    if case.get("code") not in Outcome.Code.values or goal and goal not in Outcome.Goal.values:
        return _("Choose what came of it.")
    minutes = case.get("minutes_before") is not None and case.get("minutes_after") is not None
    if not (goal or minutes or case.get("services_started") or (case.get("next_step") or "").strip()):
        return _(
            "Tell one more thing: a service started, minutes before and after, the goal or the next step."
        )
    return None
