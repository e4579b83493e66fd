"""What a client can do on their own page: when it is offered, what it asks, what it does."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations.scope import of_referral
from referrals import deeds
from referrals.acting import CLIENT
from referrals.forms import own as forms
from referrals.models import Agreement, Consent, Outcome
from referrals.models.wishing import Wishing

Wish = Wishing.Wish


@dataclass(frozen=True)
class Act:
    """``offered(own)``; ``do(own, form)`` raises Meanwhile, NotNow."""

    name: str
    title: object
    lead: object
    button: object
    done: object
    form: type
    offered: object
    do: object
    warn: bool = False


def _open(own):
    return own.assignment.is_open


# ------------------------------------------------------------ what they do
def _withdraw(own, form):
    own.assignment.withdraw(by=CLIENT, version=form.cleaned_data["version"], now=own.now)


def _call(own, form):
    _wish(own, form, Wish.CALL)


def _time(own, form):
    _wish(own, form, Wish.TIME)


def _wish(own, form, what):
    _same_version(own, form)
    own.assignment.wish(what, text=form.cleaned_data["text"], now=own.now)


def _language(own, form):
    """The language that the page is not in is asked for by its name; the team and later messages follow it."""
    _same_version(own, form)
    language = other_language(own)
    with transaction.atomic():
        own.referral.correct(own.assignment, by=CLIENT, values={"language": language}, now=own.now)
        own.assignment.wish(Wish.LANGUAGE, text=form.cleaned_data["text"], now=own.now)


def other_language(own):
    return "sv" if own.client.language == "fi" else "fi"


def _number(own, form):
    _same_version(own, form)
    values = {name: form.cleaned_data[name] for name in ("phone", "email")}
    own.referral.correct(own.assignment, by=CLIENT, values=values, now=own.now)


def _consent(own, form):
    """Without consent to its receiver an open referral ends; without one to feedback nobody hears how it went."""
    _same_version(own, form)
    consent = form.cleaned_data["consent"]
    with transaction.atomic():
        consent.withdraw(now=own.now)
        deeds.saw(own.referral, action="consent_withdrawn", fields=["consents"])
        if consent.scope == Consent.Scope.FEEDBACK:
            Outcome.objects.filter(assignment__in=own.assignments).update(fed_back=False)
        elif own.assignment.is_open and not own.referral.consents.to(own.assignment.receiver).exists():
            own.assignment.withdraw(by=CLIENT, now=own.now)


def _book(own, form):
    meeting = form.cleaned_data["meeting"]
    own.assignment.book(by=CLIENT, version=form.cleaned_data["version"], meeting=meeting, now=own.now)


def _answer(own, form):
    text = form.cleaned_data["text"]
    own.assignment.answer(by=CLIENT, version=form.cleaned_data["version"], text=text, now=own.now)


def _send_on(own, form):
    """The consent names the new receiver; it is the client's own, given here."""
    team = form.cleaned_data["team"]
    agreement = Agreement.objects.between(None, team.organisation, own.referral.kind)
    with transaction.atomic(), of_referral(own.referral.pk):
        language = get_language()[:2]
        if agreement:
            Consent.objects.record(own.referral, agreement, "share", how="digital", language=language)
        own.assignment.send_on(by=CLIENT, version=form.cleaned_data["version"], team=team, now=own.now)


def _reopen(own, form):
    text = form.cleaned_data["text"]
    own.assignment.reopen(by=CLIENT, version=form.cleaned_data["version"], text=text, now=own.now)


def _follow_up(own, form):
    said = {"who5": form.who5, "activity": form.activity, "words": form.cleaned_data["text"]}
    own.follow_up.answer(asked=own.referral.asked, now=own.now, **said)
    deeds.saw(own.referral, action="follow_up_answered", fields=["follow_up"])


def _same_version(own, form):
    """Somebody moved it while the client looked at the form."""
    from referrals.models.moving import Meanwhile, last_event

    if form.cleaned_data["version"] != own.assignment.version:
        raise Meanwhile(last_event(own.assignment))


ACTS = {
    act.name: act
    for act in (
        Act(
            "book",
            _("Choose a time"),
            _("These times are free for you. If none suits, tell us when it would."),
            _("Book the time"),
            _("The time is booked."),
            forms.Book,
            lambda own: bool(own.offered),
            _book,
        ),
        Act(
            "answer",
            _("Answer the question"),
            "",
            _("Send the answer"),
            _("Your answer is sent."),
            forms.Answer,
            lambda own: bool(own.question),
            _answer,
        ),
        Act(
            "follow_up",
            _("How are you now?"),
            _(
                "A few short questions. Answer those that you like. Nobody but your adviser’s team reads the answers."
            ),
            _("Send the answers"),
            _("Thank you, your answers are saved."),
            forms.FollowUp,
            lambda own: own.follow_up is not None,
            _follow_up,
        ),
        Act(
            "send_on",
            _("Choose another service"),
            _("Your referral goes to the service that you choose. Its number stays the same."),
            _("Send the referral there"),
            _("Your referral is on its way to the new receiver."),
            forms.SendOn,
            lambda own: bool(own.others),
            _send_on,
        ),
        Act(
            "reopen",
            _("Open the referral again"),
            _("The same team contacts you again."),
            _("Open the referral again"),
            _("Your referral is open again."),
            forms.Reopen,
            lambda own: own.may_reopen,
            _reopen,
        ),
        Act(
            "call",
            _("Ask for a call"),
            _("Your adviser’s team sees your wish at once and calls as soon as it can on a weekday."),
            _("Send the wish"),
            _("Your wish is sent."),
            forms.Wish,
            _open,
            _call,
        ),
        Act(
            "language",
            _("Ask for a call in another language"),
            "",
            "",
            _("Your wish is sent."),
            forms.Wish,
            _open,
            _language,
        ),
        Act(
            "time",
            _("Wish for another time"),
            _("Tell what suits you. Your adviser’s team suggests a new time."),
            _("Send the wish"),
            _("Your wish is sent."),
            forms.Time,
            _open,
            _time,
        ),
        Act(
            "number",
            _("Correct your phone number or e-mail"),
            _("We use these to reach you. A link that was sent to the old one no longer works."),
            _("Save the details"),
            _("Your details are corrected."),
            forms.Number,
            _open,
            _number,
        ),
        Act(
            "withdraw",
            _("Withdraw the referral"),
            _("You need not give a reason. It does not affect your other services."),
            _("Withdraw the referral"),
            _("The referral is withdrawn."),
            forms.Act,
            _open,
            _withdraw,
            warn=True,
        ),
        Act(
            "consent",
            _("Withdraw consent"),
            _(
                "After this your information is no longer given on. What was done before stays recorded as the law "
                "requires. Without consent to its receiver the referral ends."
            ),
            _("Withdraw consent"),
            _("The consent is withdrawn."),
            forms.Consents,
            lambda own: any(one.withdrawn_at is None for one in own.consents),
            _consent,
            warn=True,
        ),
    )
}
