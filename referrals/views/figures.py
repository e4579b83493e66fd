"""Figures of referrals for those who plan: numbers of groups, never rows."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fields.sheet import BYTE_ORDER_MARK, safe
from organisations.access import only
from organisations.models import Role
from outbox.models import JobRun
from referrals.figure_page import Page
from referrals.forms.figures import FiguresForm

READERS = (Role.COORDINATOR, Role.REFERRAL_COORDINATOR, Role.MAIN_USER, Role.EDITOR)


@require_safe
@only(*READERS)
def figures(request):
    form = FiguresForm(request.GET)
    page = Page(form.asked_year(), form.asked_kind())
    context = {
        "form": form,
        "page": page,
        "tiles": list(page.tiles()),
        "tables": page.tables(),
        "waits": page.waits(),
        "places": page.places(),
        "query": form.query(),
        "counted": JobRun.objects.newest_good().get("referral_figures"),
    }
    return render(request, "referrals/figures.html", context)


@require_safe
@only(*READERS)
def table(request):
    """Everything the page shows, as one table."""
    form = FiguresForm(request.GET)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{_('referrals-figures')}-{form.asked_year()}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer.write(BYTE_ORDER_MARK)
    written = csv.writer(answer, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    written.writerow(
        [
            safe(words)
            for words in (
                _("Year"),
                _("Kind of referral"),
                _("Table"),
                _("Row"),
                _("Figure"),
                _("Number or share"),
            )
        ]
    )
    for one in Page(form.asked_year(), form.asked_kind()).tables().values():
        for words, cells in one.lines:
            for head, cell in cells:
                shown = _("not shown") if cell is None else str(cell)
                row = (str(form.asked_year()), form.kind_words(), one.caption, words, head, shown)
                written.writerow([safe(value) for value in row])
    return answer
