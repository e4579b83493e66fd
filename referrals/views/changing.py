"""Another kind for a draft whose own cannot be sent any more; what was typed stays."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.access import only
from organisations.models import Role
from referrals import deeds, making, offers
from referrals.forms.receiver import KindForm
from referrals.models.moving import Meanwhile

from .making import PAGES, draft_of, sent_already


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.PROFESSIONAL)
def kind(request, pk):
    try:
        referral = draft_of(request, pk, "changed" if request.method == "POST" else "read")
        kinds = [one for one, to in offers.by_kind(referral.sender, practice=referral.practice) if to]
        form = KindForm(request.POST or None, kinds=kinds)
        if form.is_valid():
            return changed(request, referral, form.chosen)
    except Meanwhile:
        return sent_already(request, pk)
    deeds.saw(referral, fields=["number"])
    return render(request, "referrals/new/kind.html", {"referral": referral, "form": form})


def changed(request, referral, kind):
    """On to the client and the consent, which is asked again: another kind has other receivers."""
    if kind != referral.kind:
        referral.change_kind(kind)
        deeds.saw(referral, action="changed", client=referral.client, fields=["kind"])
        messages.success(
            request, _("The kind was changed. Ask the client for consent again and check the need.")
        )
    return redirect(PAGES[making.CLIENT], referral.pk)
