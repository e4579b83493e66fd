"""The referrer's view: the unit's referrals, what must be answered, what came of them."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.access import only
from organisations.models import Role
from organisations.views.people import ways
from referrals import deeds, worklists
from referrals.forms.finding import UnitFilter
from referrals.models import Assignment

PAGE = 50


@require_safe
@only(Role.PROFESSIONAL)
def unit(request):
    narrowing = UnitFilter(request.GET)
    asked, rows = narrowing.asked(), Assignment.objects.sent_by(request.user).latest()
    rows = rows.made_by(request.user) if asked["whose"] == "mine" else rows
    counts = rows.counted_for_unit()
    asked["list"] = asked["list"] or next((name for name in worklists.UNIT if counts[name]), "answer")
    order = "due" if asked["list"] in ("answer", "returned") else "-arrived"
    pages = Paginator(rows.of_unit_list(asked["list"]).in_order_of(order).keys(), PAGE)
    pages.count = counts[asked["list"]]
    page = pages.get_page(request.GET.get("page"))
    shown = rows.among(page).with_outcome().in_order_of(order)
    deeds.saw_list([one.referral_id for one in shown], fields=["name"])
    context = {
        "page": page,
        "rows": [(one, worklists.next_of_unit(one), worklists.what_came(one)) for one in shown],
        "lists": [
            (name, words, counts[name], narrowing.link(list=name)) for name, words in worklists.UNIT.items()
        ],
        "people": [(*one, narrowing.link(whose=one[0])) for one in narrowing.WHOSE.items()],
        "asked": asked,
        "mine": counts["answer"] + counts["returned"],
        **ways(request, page),
    }
    return render(request, "referrals/unit.html", context)
