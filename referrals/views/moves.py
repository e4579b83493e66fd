"""A move of a case: its form, doing it, and what is said when somebody else was first."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from audit import trail
from organisations.access import only
from referrals import deeds, lifecycle
from referrals import words as said
from referrals.forms.actions import ACTIONS
from referrals.models import Agreement, Consent, Event
from referrals.models.moving import Meanwhile, NotNow

from .case import shown_to
from .front import WORKING


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@only(*WORKING)
def move(request, pk, action):
    shown = shown_to(request, pk, deeds.action(ACTIONS[action].move))
    form = ACTIONS[action]
    if shown.referral.restricted_at:
        return redirect("referral_case", pk)
    if form.move not in shown.moves:
        return not_now(request, shown, form, action)
    form = form(request.POST or None, shown=shown)
    if request.method == "POST" and form.is_valid():
        try:
            return make(request, shown, form)
        except NotNow as fault:
            for problem in fault.problems:
                form.add_error(None, problem)
        except Meanwhile as fault:
            return somebody_was_first(request, shown, form, action, fault.event)
    deeds.saw(shown.referral, client=shown.client, fields=["name"])
    return render(request, "referrals/move.html", {"shown": shown, "form": form, "action": action})


def make(request, shown, form):
    """Does it, and leads to where the next thing is done."""
    by, verb = shown.by(form.move), getattr(shown.assignment, form.move)
    with transaction.atomic():  # a consent stands only with the move that it was given for
        if how := getattr(form, "consent", ""):
            record_consent(shown, form.cleaned_data["team"], how, request.user)
        verb(by=by, version=form.cleaned_data["version"], now=shown.now, **form.given())
    messages.success(request, _("Done: %(move)s") % {"move": form.title_words})
    if then := getattr(form, "then", ""):
        return redirect("referral_move", shown.referral.pk, then)
    return redirect("referral_case", shown.referral.pk)


def record_consent(shown, team, how, user):
    """The client's yes to the new receiver; without an agreement the move itself says why not."""
    referral = shown.referral
    agreement = Agreement.objects.between(referral.sender, team.organisation, referral.kind)
    if agreement:
        language = shown.client.language
        Consent.objects.record(referral, agreement, Consent.Scope.SHARE, how=how, language=language, by=user)
        trail.write("consent_recorded", subject=(deeds.KIND, referral.pk))


def not_now(request, shown, form, action):
    """Not a move of this state: somebody was first, unless it is never this person's."""
    ever = {letter for one in lifecycle.MOVES if one.name == form.move for letter in one.who}
    if shown.letters and not ever & set(shown.letters):
        trail.deny(deeds.action(form.move), subject=(deeds.KIND, shown.referral.pk))
        raise PermissionDenied
    if request.method != "POST":
        return redirect("referral_case", shown.referral.pk)
    form = form(request.POST, shown=shown)
    return somebody_was_first(request, shown, form, action, Event.objects.newest(shown.assignment))


def somebody_was_first(request, shown, form, action, event):
    """409 with who did what and when; what was typed stands there. The same form sent twice was done the first time."""
    if event and event.actor_id == request.user.pk and event.move == form.move and form.is_next_of(event):
        messages.success(request, _("Done: %(move)s") % {"move": form.title_words})
        return redirect("referral_case", shown.referral.pk)
    if event and not getattr(event, f"for_{shown.side}"):
        event = None  # what the team did among themselves is not told to the unit
    context = {"shown": shown, "form": form, "event": event, "done": event and said.MOVES.get(event.move)}
    if form.move in shown.moves:
        form = context["form"] = type(form)(form.with_version(shown.assignment.version), shown=shown)
        context["again"] = action
    deeds.saw(shown.referral, client=shown.client, fields=["name"])
    return render(request, "referrals/meanwhile.html", context, status=409)
