"""The auditor's report of unusual reads. Reading it is itself in the log."""

from datetime import timedelta

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from organisations.access import only
from organisations.models import Role
from organisations.signin.proof import step_up
from referrals import deeds, watching
from referrals.forms.parts import Day


class DayForm(forms.Form):
    narrows = True
    day = Day(label=_("Day"), required=False)


@require_safe
@only(Role.AUDITOR)
@step_up
def unusual(request):
    form = DayForm(request.GET or None)
    day = (form.cleaned_data["day"] if form.is_valid() else None) or timezone.localdate() - timedelta(days=1)
    deeds.trail.write("unusual_reads_listed", subject=("log", ""), fields=[f"since: {day}"])
    rows = watching.readers(day)
    context = {"form": form, "day": day, "rows": rows, "number": sum(row.unusual for row in rows)}
    return render(request, "referrals/unusual.html", context)
