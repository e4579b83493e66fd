"""Several clients into one group at a time."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from organisations.access import only
from organisations.models import Role
from referrals import deeds, worklists
from referrals.forms.group import GroupForm
from referrals.models import Assignment
from referrals.models.grouping import bring

MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@only(Role.ADVISER)
def group(request):
    now = timezone.now()
    waiting = Assignment.objects.in_inbox_of(request.user).led_by(request.user).for_a_group()
    rows = list(waiting.for_rows().with_kind_themes().in_order_of("due")[:MOST])
    form, failed = GroupForm(request.POST or None, rows=rows, now=now), []
    if request.method == "POST" and form.is_valid():
        what, versions = form.cleaned_data["what"], form.versions
        done = bring(form.chosen, request.user, what, now=now, versions=versions, **form.given())
        failed = [(one.assignment, said(one)) for one in done if one.problem]
        tell(request, len(done) - len(failed))
        if not failed:
            return redirect("referral_inbox")
    deeds.saw_list([one.referral_id for one in rows], fields=["name"])
    ticked = form.versions
    context = {
        "form": form,
        "failed": failed,
        "rows": [(one, worklists.next_of_team(one, now), one.pk in ticked) for one in rows],
    }
    return render(request, "referrals/group.html", context)


def said(one):
    if one.problem == "meanwhile":
        return _("Somebody else was first. Look at the case.")
    return one.problem


def tell(request, number):
    if number:
        words = ngettext("Done for %(n)s client.", "Done for %(n)s clients.", number)
        messages.success(request, words % {"n": number})
