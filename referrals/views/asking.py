"""Somebody asks for their data (GDPR articles 15 to 18): their referrals are found, each leads to their rights."""

from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from organisations.access import only
from organisations.signin.proof import step_up
from referrals import deeds, limits
from referrals.forms.finding import PersonForm
from referrals.models import Referral
from referrals.reach import reach_of

from .front import WORKING
from .limited import too_often

FOUND = 50


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@only(*WORKING)
@step_up
def person(request):
    """Among the rows that this person has anyhow; the restricted and the ended ones too. It changes nothing."""
    form, found = PersonForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        if wait := limits.seconds_to_wait("find_person", request.user.pk):
            return too_often(request, wait)
        reach = reach_of(request.user)
        rows = Referral.objects.visible_to(request.user).of_person(
            form.person, reach.sending | reach.receiving
        )
        found = list(rows[:FOUND])
        deeds.saw_list([one.pk for one in found], action="searched", fields=form.asked)
    return render(request, "referrals/person.html", {"form": form, "found": found, "most": FOUND})
