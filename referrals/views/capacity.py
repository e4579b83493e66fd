"""What the team says of its room: whoever makes a referral sees it before sending."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit import trail
from organisations.access import found, only
from organisations.models import Role
from referrals.forms.capacity import CapacityForm
from referrals.models import Team
from referrals.reach import reach_of


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INTAKE, Role.ADVISER)
def capacity(request):
    teams = Team.objects.of(reach_of(request.user).receiving).for_choice(get_language()[:2])
    sent = None
    if request.method == "POST":
        key = request.POST.get("team", "")
        sent = found(teams, int(key) if key.isdecimal() and len(key) <= 18 else 0, "changed", "team")
    forms = [CapacityForm(request.POST if team == sent else None, team=team) for team in teams]
    for form in forms:
        if form.is_valid():
            form.team.tell_capacity(form.cleaned_data["capacity"], weeks=form.cleaned_data["weeks"])
            trail.write("capacity_told", subject=("team", form.team.pk))
            messages.success(request, _("Thank you. Those who make referrals see this now."))
            return redirect("referral_capacity")
    return render(request, "referrals/capacity.html", {"forms": forms})
