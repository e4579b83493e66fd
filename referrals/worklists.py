"""What the work lists are called, and what is to be done next with a referral: words for rows and for the case."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy

from . import lifecycle as table
from . import reasons

TEAM = {
    "all": pgettext_lazy("work list", "All tasks"),
    "new": pgettext_lazy("work list", "New"),
    "decide": pgettext_lazy("work list", "Decision due"),
    "contact": pgettext_lazy("work list", "Contact the client"),
    "booked": pgettext_lazy("work list", "Coming meetings"),
    "follow": pgettext_lazy("work list", "Follow-up"),
    "waiting": pgettext_lazy("work list", "Waiting for an answer"),
    "hold": pgettext_lazy("work list", "Paused"),
}
UNIT = {
    "answer": pgettext_lazy("work list", "Answer"),
    "returned": pgettext_lazy("work list", "Returned: find another way"),
    "running": pgettext_lazy("work list", "Under way"),
    "ended": pgettext_lazy("work list", "What came of them"),
    "drafts": pgettext_lazy("work list", "My drafts"),
}
# What a move is called when it has been made
HAPPENED = {
    "send": pgettext_lazy("event", "Sent"),
    "arrive": pgettext_lazy("event", "Arrived from another service"),
    "note": pgettext_lazy("event", "Note"),
    "hand_over": pgettext_lazy("event", "Handed over to a colleague"),
    "ask": pgettext_lazy("event", "More information requested"),
    "answer": pgettext_lazy("event", "The question was answered"),
    "accept": pgettext_lazy("event", "Taken on"),
    "attempt": pgettext_lazy("event", "Attempt to reach the client"),
    "book": pgettext_lazy("event", "Time booked"),
    "no_show": pgettext_lazy("event", "The meeting did not happen"),
    "start": pgettext_lazy("event", "Guidance began"),
    "hold": pgettext_lazy("event", "Paused"),
    "resume": pgettext_lazy("event", "Continued"),
    "complete": pgettext_lazy("event", "Finished"),
    "decline": pgettext_lazy("event", "Returned"),
    "redirect": pgettext_lazy("event", "Transferred"),
    "send_on": pgettext_lazy("event", "Sent to another service"),
    "no_alternative": pgettext_lazy("event", "No other service found"),
    "withdraw": pgettext_lazy("event", "Withdrawn by the client"),
    "cancel": pgettext_lazy("event", "Withdrawn by the referrer"),
    "give_up": pgettext_lazy("event", "Not reached"),
    "lapse": pgettext_lazy("event", "Lapsed"),
    "enter_in_error": pgettext_lazy("event", "Entered in error"),
    "reopen": pgettext_lazy("event", "Opened again"),
    "follow_up": pgettext_lazy("event", "Follow-up questions sent"),
}
# How the state is tinted; its word says the same
TINTS = {
    table.SENT: "sun",
    table.INFO: "stone",
    table.ACCEPTED: "water",
    table.CONTACTING: "water",
    table.BOOKED: "go",
    table.ADVISING: "go",
    table.DECLINED: "stone",
    table.LAPSED: "stone",
}


def next_of_team(assignment, now=None):
    """What somebody in the team does next; empty when nothing waits."""
    state = assignment.state
    if state == table.CONTACTING:
        tried = len(assignment.attempts.all())
        return ngettext(
            "Contact again, %(n)s attempt so far", "Contact again, %(n)s attempts so far", tried
        ) % {"n": tried}  # fmt: skip
    if state == table.BOOKED:
        past = assignment.booked_at is not None and assignment.booked_at <= (now or timezone.now())
        return gettext("Say how the meeting went") if past else _meeting(assignment)
    if state == table.INFO:
        return (
            gettext("The client answers")
            if assignment.referral.self_made
            else gettext("The referrer answers")
        )
    return {
        table.SENT: gettext("Take on or return"),
        table.ACCEPTED: gettext("First contact"),
        table.ADVISING: gettext("Write down how it goes"),
        table.HOLD: gettext("Continue, or agree on a new date"),
    }.get(state, "")


def _meeting(assignment):
    if assignment.booked_at is None:
        return gettext("Meeting")
    moment = date_format(timezone.localtime(assignment.booked_at), "SHORT_DATETIME_FORMAT")
    return gettext("Meeting %(moment)s") % {"moment": moment}


def next_of_unit(assignment):
    """What the referrer's unit does next, or what it waits for."""
    if assignment.state == table.INFO and not assignment.referral.self_made:
        return gettext("Answer the question")
    if assignment.state == table.DECLINED and assignment.due_on:
        return gettext("Send to another service, or say that there is none")
    return {
        table.DRAFT: gettext("Finish and send"),
        table.SENT: gettext("The receiver decides"),
        table.ACCEPTED: gettext("The adviser contacts the client"),
        table.CONTACTING: gettext("The adviser tries to reach the client"),
        table.BOOKED: gettext("The client meets the adviser"),
        table.ADVISING: gettext("Guidance is going on"),
        table.HOLD: gettext("Guidance is paused"),
    }.get(assignment.state, "")


def what_came(assignment):
    """What the referrer's unit may hear of an end: the outcome when the client agreed, else the reason or the state."""
    if assignment.is_open or assignment.state == table.DRAFT:
        return ""
    outcome = getattr(assignment, "outcome", None)
    if outcome and outcome.fed_back:
        goal = outcome.get_goal_met_display()
        said = capfirst(outcome.get_code_display())
        return gettext("%(outcome)s. Goal met: %(goal)s") % {"outcome": said, "goal": goal} if goal else said
    reason = reasons.word(assignment.reason) if assignment.reason else ""
    return str(reason or assignment.get_state_display())
