"""How a referral stands, said to the client: one headline and what follows, state by state (language.md 3.11)."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from fields import identifiers
from fields.text import text
from referrals import lifecycle, reasons


@dataclass(frozen=True)
class Standing:
    title: str
    sentences: tuple = ()


@dataclass(frozen=True)
class Step:
    """A line of the page's timeline; ``mark``: next, later or nothing."""

    title: str
    when: str = ""
    said: str = ""
    mark: str = ""


STEPS = {
    "send": pgettext_lazy("own referral", "The referral was sent"),
    "arrive": pgettext_lazy("own referral", "The referral came to a new receiver"),
    "hand_over": pgettext_lazy("own referral", "Your adviser changed"),
    "accept": pgettext_lazy("own referral", "The referral was taken on"),
    "ask": pgettext_lazy("own referral", "More information was asked for"),
    "answer": pgettext_lazy("own referral", "The question was answered"),
    "attempt": pgettext_lazy("own referral", "We tried to reach you"),
    "book": pgettext_lazy("own referral", "A time was booked"),
    "no_show": pgettext_lazy("own referral", "The meeting did not happen"),
    "start": pgettext_lazy("own referral", "The guidance began"),
    "hold": pgettext_lazy("own referral", "The guidance was paused"),
    "resume": pgettext_lazy("own referral", "The guidance went on"),
    "complete": pgettext_lazy("own referral", "The guidance ended"),
    "decline": pgettext_lazy("own referral", "The referral was returned"),
    "redirect": pgettext_lazy("own referral", "The referral was transferred"),
    "send_on": pgettext_lazy("own referral", "The referral was sent to another service"),
    "no_alternative": pgettext_lazy("own referral", "No other service was found"),
    "withdraw": pgettext_lazy("own referral", "The referral was withdrawn"),
    "cancel": pgettext_lazy("own referral", "The one who made the referral withdrew it"),
    "give_up": pgettext_lazy("own referral", "We did not reach you"),
    "lapse": pgettext_lazy("own referral", "The referral lapsed"),
    "enter_in_error": pgettext_lazy("own referral", "The referral was made by mistake"),
    "reopen": pgettext_lazy("own referral", "The referral was opened again"),
    "follow_up": pgettext_lazy("own referral", "We asked how you are"),
    "wish": pgettext_lazy("own referral", "You told a wish"),
    "correct": pgettext_lazy("own referral", "Your details were corrected"),
}


def day(value):
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""


def of(own):
    it = own.assignment
    said = SAID[it.state](own, it)
    late = ()
    if own.is_late:
        late = (_("This is late. The fault is ours, not yours."),)
    return Standing(said[0], (*late, *(one for one in said[1:] if one)))


# ------------------------------------------------------------ state by state: headline, sentences
def _adviser(own, it):
    return text(own.referral.kind, "adviser", get_language()[:2])


def _call(it):
    phone = it.team.phone
    return _("You can also call: %(phone)s.") % {"phone": identifiers.national(phone)} if phone else ""


def _sent(own, it):
    return (
        _("Your referral has arrived."),
        _("It is read by %(date)s at the latest.") % {"date": day(it.due_on)},
        _("Receiver: %(team)s.") % {"team": it.team},
    )


def _info(own, it):
    if own.referral.self_made:
        answer = _("Answer by %(date)s at the latest.") % {"date": day(it.due_on)}
        return (_("You have been asked for more information."), answer)
    return (
        _("The one who made the referral has been asked for more."),
        _("You need not do anything."),
    )


def _accepted(own, it):
    words = {"adviser": _adviser(own, it), "date": day(it.contact_by or it.due_on)}
    promise, taken = (
        _("%(adviser)s contacts you by %(date)s at the latest.") % words,
        _("Your referral has been taken on."),
    )
    return (
        *(
            (taken, promise) if own.is_late else (promise, taken)
        ),  # a promise that was not kept is no headline
        _("Receiver: %(team)s.") % {"team": it.team},
        _call(it),
    )


def _contacting(own, it):
    tried = own.attempt
    if tried is None or tried.result == tried.Result.REACHED:
        return (_("We are in contact with you."), _call(it))
    at = {"date": day(timezone.localtime(tried.at))}
    return (
        _("We tried to reach you on %(date)s.") % at,
        _("We try again. It does no harm that you could not answer."),
        _call(it),
    )


def _booked(own, it):
    local = timezone.localtime(it.booked_at)
    words = {"date": date_format(local, "D j.n.Y").lower(), "time": date_format(local, "TIME_FORMAT")}
    place = own.meeting.place if own.meeting else ""
    return (
        _("You have a time on %(date)s at %(time)s.") % words,
        place and _("Place: %(place)s.") % {"place": place},
        it.adviser and _("You meet %(adviser)s.") % {"adviser": it.adviser},
    )


def _advising(own, it):
    step = own.plan.next_step if own.plan else ""
    return (
        _("The guidance has begun."),
        step and _("Next: %(step)s") % {"step": step},
        it.adviser and _("Your adviser is %(adviser)s.") % {"adviser": it.adviser},
    )


def _hold(own, it):
    words = {"adviser": _adviser(own, it), "date": day(it.resume_on)}
    return (
        _("The guidance is paused."),
        reasons.resident(it.reason),
        _("%(adviser)s contacts you on %(date)s.") % words,
    )


def _completed(own, it):
    return (
        _("The guidance has ended."),
        own.told.get("complete", ""),
        _("You can come back if you want more support."),
    )


def _why(own, move, reason):
    """What the team wrote for the client, else the reason's own sentence."""
    return own.told.get(move) or reasons.resident(reason)


def _declined(own, it):
    why = _why(own, "decline", it.reason)
    if it.no_alternative_at:
        after = own.told.get("no_alternative") or _("No other service was found this time.")
    elif own.referral.self_made:
        after = _("You can choose another service.")
    else:
        after = _("The one who made the referral looks for another way together with you: %(unit)s.") % {
            "unit": text(it.sender, "name", get_language()[:2])
        }
    return (_("This service cannot help just now."), why, after)


def _redirected(own, it):
    return (
        _("Your referral has been transferred with your permission."),
        _("New receiver: %(team)s.") % {"team": it.team},
    )


def _ended_on(it):
    return {"date": day(timezone.localtime(it.ended_at))}


def _withdrawn(own, it):
    return (
        _("You withdrew the referral on %(date)s.") % _ended_on(it),
        _("You can ask for a new one at any time."),
    )


def _cancelled(own, it):
    return (
        _("The one who made the referral withdrew it on %(date)s.") % _ended_on(it),
        _why(own, "cancel", it.reason),
    )


def _unreachable(own, it):
    until = {"date": day(own.reopens_until)}
    more = _("You can open the referral again until %(date)s.") % until if own.may_reopen else ""
    return (reasons.resident(it.reason) or _("We did not reach you."), own.told.get("give_up", ""), more)


def _lapsed(own, it):
    words = {"team": it.team, "phone": identifiers.national(it.team.phone) if it.team.phone else ""}
    helped = (
        _("You get help from %(team)s, %(phone)s.") if it.team.phone else _("You get help from %(team)s.")
    )
    return (
        _("Your referral was not handled in time."),
        _("The fault is ours, not yours."),
        helped % words,
    )


def _error(own, it):
    return (_("The referral was made by mistake."), _("You have no open referral."))


SAID = {
    lifecycle.SENT: _sent,
    lifecycle.INFO: _info,
    lifecycle.ACCEPTED: _accepted,
    lifecycle.CONTACTING: _contacting,
    lifecycle.BOOKED: _booked,
    lifecycle.ADVISING: _advising,
    lifecycle.HOLD: _hold,
    lifecycle.COMPLETED: _completed,
    lifecycle.DECLINED: _declined,
    lifecycle.REDIRECTED: _redirected,
    lifecycle.WITHDRAWN: _withdrawn,
    lifecycle.CANCELLED: _cancelled,
    lifecycle.UNREACHABLE: _unreachable,
    lifecycle.LAPSED: _lapsed,
    lifecycle.ERROR: _error,
}


# ------------------------------------------------------------ the timeline
def steps(own):
    """What has happened, oldest first, and what comes."""
    found = [_happened(one) for one in own.events if one.move in STEPS]
    return [*found, *_coming(own)]


def _happened(event):
    said = getattr(event, "text", None)
    own_words = said.words if said and event.letter == event.Letter.CLIENT else ""
    team = str(event.assignment.team) if event.move in ("accept", "arrive") else ""
    local = timezone.localtime(event.at)
    when = date_format(local, "D j.n.Y").lower()
    return Step(
        str(STEPS[event.move]),
        ", ".join(part for part in (when, team) if part),
        (said.for_client if said else "") or own_words,
    )


def _coming(own):
    """The next step with its date, and the one after it while advice has not begun."""
    it, coming = own.assignment, []
    date = date_format(it.due_on, "D j.n.Y").lower() if it.due_on and not own.is_late else ""
    by = _("by %(date)s at the latest") % {"date": date} if date else ""
    following = {
        lifecycle.SENT: (pgettext("own referral", "Next: the referral is read"), by),
        lifecycle.ACCEPTED: (pgettext("own referral", "Next: you are contacted"), by),
        lifecycle.CONTACTING: (pgettext("own referral", "Next: you are contacted"), by),
        lifecycle.BOOKED: (
            pgettext("own referral", "Next: your meeting"),
            it.booked_at and date_format(timezone.localtime(it.booked_at), "D j.n.Y").lower(),
        ),
    }.get(it.state)
    if following:
        coming.append(Step(*following, mark="next"))
    if it.state in (lifecycle.SENT, lifecycle.ACCEPTED, lifecycle.CONTACTING):
        coming.append(
            Step(
                pgettext("own referral", "The first meeting"),
                said=_("You talk about your everyday life and what you wish for. It costs nothing."),
                mark="later",
            )
        )
    return coming
