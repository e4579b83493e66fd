"""When a move may be made, and by whom not yet."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from referrals import clocks, lifecycle
from referrals.calendar import months_later

from .case import day_words


def referrers_days(case):
    opens = clocks.after(clocks.day_of(case.assignment.state_since), "coordinator_sends_on")
    if case.by.letter == "K" and case.today < opens:
        return format_lazy(
            _("Who made the referral looks for another service first. You can do it from {date}."),
            date=day_words(opens),
        )
    return None


def watched(case):
    if case.by.letter == "K" and not lifecycle.watched(case.assignment.state, case.assignment.prompted):
        return _("The coordinator moves referrals that are late or were returned.")
    return None


def long_alerted(case):
    told = case.assignment.prompted_at
    if case.by.letter != "S":
        return None
    if case.assignment.prompted >= clocks.COORDINATOR_TOLD and case.today >= clocks.after(
        clocks.day_of(told), "lapse"
    ):
        return None
    return _("The coordinator has not had the time to act.")


def reopen_days(case):
    name = "reopen_client" if case.by.letter == "C" else "reopen"
    last = clocks.after(clocks.day_of(case.assignment.ended_at), name)
    if case.today > last:
        return format_lazy(
            _("It could be opened again until {date}. Make a new referral."), date=day_words(last)
        )
    return None


def idle_draft(case):
    touched = clocks.day_of(case.referral.touched_at)
    if case.by.letter == "S" and case.today < clocks.after(touched, "draft_erased"):
        return _("The draft is in use.")
    return None


def follow_up_day(case):
    month = case.data["month"] if case.data else 0
    ended = clocks.day_of(case.assignment.ended_at)
    if month not in clocks.FOLLOW_UPS or case.today < months_later(ended, month):
        return _("The time has not come yet.")
    return None
