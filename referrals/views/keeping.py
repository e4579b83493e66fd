"""The client's data and rights, by whoever works with the referral: a copy, correcting, restricting, erasing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from audit import trail
from organisations.access import found, only
from organisations.signin.proof import step_up
from organisations.views.steps import asked_again
from referrals import alarms, deeds, exporting, limits
from referrals.acting import By
from referrals.forms.keeping import CopyForm, CorrectionForm, GroundForm
from referrals.models import Referral
from referrals.models.moving import Meanwhile
from referrals.shown import Shown, current

from .front import WORKING
from .limited import too_often

SAME = gettext_lazy("Nothing was changed: it is so already.")
# {what the button sends: (the verb, what it did, why it did nothing)}
DEEDS = {
    "restrict": (
        "restrict",
        gettext_lazy("The use of the data is restricted. The referral is out of the work lists."),
        SAME,
    ),
    "unrestrict": ("unrestrict", gettext_lazy("The restriction has ended."), SAME),
    "erase": (
        "ask_to_erase",
        gettext_lazy("The data is erased tonight. Until then you can take this back."),
        gettext_lazy("Nothing was changed. A referral that a team still has is ended first."),
    ),
    "recall": ("recall_erasure", gettext_lazy("The data is not erased."), SAME),
}


def held(request, pk, action):
    """The referral and this person's own part of it, or 404."""
    referral = found(Referral.objects.visible_to(request.user).standing(), pk, action, deeds.KIND)
    assignment = current(referral, request.user)
    assignment.referral = referral
    return Shown(referral, assignment, request.user, timezone.now())


def elsewhere(shown, request):
    """Nothing is changed by a team that returned or transferred it, once another has it."""
    trail.deny("changed", subject=(deeds.KIND, shown.referral.pk))
    messages.warning(request, _("Nothing was changed. Another team has the referral now."))
    return redirect("referral_data", shown.referral.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@only(*WORKING)
@step_up
def identity_code(request, pk):
    """Looked at one by one, for a reason, after saying again who one is; never on another page."""
    shown, form = held(request, pk, "identity_code_shown"), GroundForm(request.POST or None)
    context = {"shown": shown, "form": form}
    if request.method == "POST" and form.is_valid():
        if wait := limits.seconds_to_wait("identity_code", request.user.pk):
            alarms.many_identity_codes(request.user)
            return too_often(request, wait)
        ground = form.cleaned_data["ground"]
        deeds.saw(shown.referral, action="identity_code_shown", client=shown.client,
                  fields=["identity_code"], purpose=ground)  # fmt: skip
        context["code"] = shown.client.identity_code or _("There is no identity code.")
    return render(request, "referrals/identity_code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(*WORKING)
@step_up
def data(request, pk):
    """What can be done; a POST does one of the deeds that need no form of their own."""
    shown = held(request, pk, "read")
    deed = DEEDS.get(request.POST.get("deed"))
    if deed is None:
        deeds.saw(shown.referral, fields=["number"])
        return render(request, "referrals/data.html", {"shown": shown, "form": CopyForm()})
    if not shown.holds:
        return elsewhere(shown, request)
    verb, done, not_done = deed
    if getattr(shown.referral, verb)():
        messages.success(request, done)
    else:
        messages.warning(request, not_done)
    return redirect("referral_data", pk)


@require_http_methods(["POST"])
@only(*WORKING)
@step_up
def copy(request, pk):
    shown, form = held(request, pk, "exported"), CopyForm(request.POST)
    if not form.is_valid():
        return render(request, "referrals/data.html", {"shown": shown, "form": form})
    if wait := limits.seconds_to_wait("export", request.user.pk):
        return too_often(request, wait)
    kind = form.cleaned_data["form"]
    deeds.saw(shown.referral, action="exported", client=shown.client,
              fields=["contact", "asked"] if kind == "given" else ["all"])  # fmt: skip
    if kind == "given":
        return file(shown, exporting.given(shown.referral, shown.side, user=request.user))
    parts = exporting.export(shown.referral, shown.side, user=request.user)
    if kind == "all":
        return file(shown, parts)
    return render(request, "referrals/copy.html", {"shown": shown, "parts": parts, "now": shown.now})


def file(shown, parts):
    return HttpResponse(
        exporting.as_json(parts),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{shown.referral.number}.json"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@only(*WORKING)
@asked_again
def correct(request, pk):
    shown = held(request, pk, "corrected")
    if not shown.holds:
        return elsewhere(shown, request)
    form = CorrectionForm.of(shown.client, shown.assignment, request.POST or None)
    if request.method != "POST":
        deeds.saw(shown.referral, client=shown.client, fields=["name", "birth_date", "contact"])
    if request.sure and form.is_valid():
        shown.assignment.version = form.cleaned_data["version"]
        try:
            by = By(shown.letters[0] if shown.letters else "A", request.user)
            shown.referral.correct(shown.assignment, by=by, values=form.values())
        except Meanwhile:
            messages.warning(
                request, _("Somebody changed the referral meanwhile. Look at it and correct it again.")
            )
        else:
            messages.success(
                request, _("The data is corrected. What stood there before is kept with the events.")
            )
        return redirect("referral_data", pk)
    return render(request, "referrals/correct.html", {"shown": shown, "form": form})
