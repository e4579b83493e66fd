"""One screen per case: what is next, what was asked, what happened, and what may be done now."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit import trail
from organisations.access import found, only
from referrals import deeds
from referrals.acting import By
from referrals.forms.actions import ACTIONS, BESIDE
from referrals.models import Referral
from referrals.shown import TEAM, Shown, current

from .front import WORKING

SEEN = {TEAM: ["name", "birth_date", "contact", "asked", "plan", "events", "consents"]}
SEEN_BY_UNIT = ["name", "contact", "asked", "events", "consents"]
SEEN_WHEN_OVER = ["name", "events", "consents"]


def shown_to(request, pk, action):
    """The case as this person has it, or 404: the same for one that is not there and for a foreign one."""
    referrals = Referral.objects.visible_to(request.user).for_case()
    referral = found(referrals, pk, action, deeds.KIND)
    assignment = current(referral, request.user)
    if assignment is None or assignment.state == "draft":
        trail.deny(action, subject=(deeds.KIND, pk))
        raise Http404(deeds.KIND)
    assignment.referral = referral
    return Shown(referral, assignment, request.user, timezone.now())


@require_safe
@only(*WORKING)
def case(request, pk):
    shown = shown_to(request, pk, "read")
    if shown.referral.restricted_at:
        deeds.saw(shown.referral, client=shown.client, fields=["number"])
        return render(request, "referrals/restricted.html", {"shown": shown})
    if letter := next((one for one in shown.letters if one in "IA"), ""):
        shown.assignment.see(by=By(letter, request.user), now=shown.now)
    fields = SEEN_WHEN_OVER if shown.is_over else SEEN.get(shown.side, SEEN_BY_UNIT)
    deeds.saw(shown.referral, client=shown.client, fields=fields)
    if shown.same:
        deeds.saw(shown.referral, action="similar_shown", fields=["number"])
    form = ACTIONS[shown.first](shown=shown) if shown.first else None
    beside = [
        name for name, states in BESIDE.items() if shown.may("note") and shown.assignment.state in states
    ]
    context = {"shown": shown, "form": form, "beside": [(name, ACTIONS[name].title) for name in beside]}
    return render(request, "referrals/case.html", context)
