"""The inbox of the team: work lists by needed action, the oldest promise first, and finding a client."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from organisations.access import only
from organisations.models import Role
from organisations.views.people import ways
from referrals import deeds, worklists
from referrals.forms.finding import FindForm, InboxFilter
from referrals.models import Assignment, Team
from referrals.reach import reach_of

PAGE, FOUND = 50, 50


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@only(Role.INTAKE, Role.ADVISER)
def inbox(request):
    """A POST looks for a client: nothing personal stands in an address. It changes nothing."""
    return _found(request) if request.method == "POST" else _listed(request)


def _listed(request):
    narrowing = InboxFilter(request.GET)
    asked, rows = narrowing.asked(), Assignment.objects.in_inbox_of(request.user)
    if asked["whose"] == "mine":
        rows = rows.led_by(request.user)
    elif asked["whose"] == "nobody":
        rows = rows.led_by_nobody()
    counts = rows.counted_for_team()
    chosen = rows if asked["list"] == "all" else rows.to_do(asked["list"])
    pages = Paginator(chosen.in_order_of(asked["sort"]).keys(), PAGE)
    pages.count = counts[asked["list"]]  # asked already
    page = pages.get_page(request.GET.get("page"))
    shown = rows.among(page).for_rows().with_attempts().in_order_of(asked["sort"])
    deeds.saw_list([one.referral_id for one in shown], fields=["name"])
    context = {
        "page": page,
        "rows": [(one, worklists.next_of_team(one, timezone.now())) for one in shown],
        "lists": [
            (name, words, counts[name], narrowing.link(list=name)) for name, words in worklists.TEAM.items()
        ],
        "people": [(*one, narrowing.link(whose=one[0], list="all")) for one in narrowing.WHOSE.items()],
        "asked": asked,
        "sorts": narrowing.sorts(),
        "find": FindForm(),
        **_around(request),
        **ways(request, page),
    }
    return render(request, "referrals/inbox.html", context)


def _found(request):
    find, rows = FindForm(request.POST), Assignment.objects.none()
    if find.is_valid():
        rows = find.among(Assignment.objects.received_anyhow(request.user), reach_of(request.user).receiving)
    rows = list(rows.for_rows().with_attempts().in_order_of("-arrived")[:FOUND])
    if find.is_valid():
        deeds.saw_list([one.referral_id for one in rows], action="searched", fields=[find.what])
    context = {
        "find": find,
        "rows": [(one, worklists.next_of_team(one, timezone.now())) for one in rows],
        "most": FOUND,
        **_around(request),
    }
    return render(request, "referrals/found.html", context)


def _around(request):
    """The teams whose inbox it is."""
    return {"teams": list(Team.objects.of(reach_of(request.user).receiving).for_choice("fi"))}
