"""What waits for me in referrals: the first page of the work with them, by what the roles give."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.access import only
from organisations.models import Role
from referrals import worklists
from referrals.models import Assignment
from referrals.reach import reach_of

WORKING = (Role.PROFESSIONAL, Role.ADVISER, Role.INTAKE)


@require_safe
@only(*WORKING, Role.REFERRAL_COORDINATOR)
def front(request):
    reach, rows = reach_of(request.user), Assignment.objects
    context = {"reach": reach}
    if reach.receiving:
        counts = rows.in_inbox_of(request.user).counted_for_team()
        context["team"] = [(name, words, counts[name]) for name, words in worklists.TEAM.items()]
    if reach.sending:
        counts = rows.sent_by(request.user).latest().counted_for_unit()
        context["unit"] = [(name, words, counts[name]) for name, words in worklists.UNIT.items()]
    if reach.county:
        context["watched"] = rows.watched_by(request.user).count()
    return render(request, "referrals/front.html", context)
