"""The resident's own page and what can be done there."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals import deeds, exporting, limits
from referrals.models.moving import Meanwhile, NotNow
from referrals.own import sitting
from referrals.own.acts import ACTS, other_language

from .own_way import TRIED

CONFLICT, TOO_MANY = 409, 429
PAGE = ["name", "contact", "events", "consents", "plan"]
OF_ACT = {"number": ["contact"], "consent": ["consents"]}  # what the page of an act shows of the client


@require_safe
@sitting.seated
def page(request, own):
    deeds.saw(own.referral, action="own_page_opened", client=own.client, fields=PAGE)
    offered = {name: act for name, act in ACTS.items() if act.offered(own)}
    done = ACTS.get(request.GET.get("done", ""))
    context = {"own": own, "acts": offered, "done": done and done.done, "language": other_language(own)}
    return render(request, "referrals/own/page.html", context)


def act(name):
    """The view of one thing that can be done: its form, and what it does."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @sitting.seated
    def answered(request, own):
        return _act(request, own, ACTS[name])

    return answered


def _act(request, own, act):
    context = {"own": own, "act": act, "language": other_language(own)}
    if not act.offered(own):
        return _meanwhile(request, context)
    form = context["form"] = act.form(own, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if limits.seconds_to_wait("own_act", own.link.pk):
            form.add_error(None, TRIED)
            return render(request, "referrals/own/act.html", context, status=TOO_MANY)
        try:
            act.do(own, form)
            return redirect(f"{reverse('own_referral_page')}?done={act.name}")
        except Meanwhile:
            return _meanwhile(request, context)
        except NotNow as fault:
            for problem in fault.problems:
                form.add_error(None, problem)
    deeds.saw(
        own.referral, action="own_page_opened", client=own.client, fields=OF_ACT.get(act.name, ["number"])
    )
    return render(request, "referrals/own/act.html", context)


def _meanwhile(request, context):
    """What was typed stays on the page: it can be copied from there."""
    context["typed"] = sitting.typed(request)
    return render(request, "referrals/own/meanwhile.html", context, status=CONFLICT)


@require_safe
@sitting.seated
def log(request, own):
    deeds.saw(own.referral, client=own.client, fields=["log"])
    return render(request, "referrals/own/log.html", {"own": own})


@require_safe
@sitting.seated
def data(request, own):
    """Everything that is kept, to read."""
    parts = exporting.export(own.referral, log=False)
    deeds.saw(own.referral, client=own.client, fields=["all"])
    return render(request, "referrals/own/data.html", {"own": own, "parts": parts})


@require_POST
@sitting.seated
def download(request, own):
    """The same as a file: all of it (GDPR article 15), or what the client gave (article 20)."""
    if limits.seconds_to_wait("export", own.link.pk):
        context = {"own": own, "parts": [], "too_often": True}
        return render(request, "referrals/own/data.html", context, status=TOO_MANY)
    kinds = {"all": exporting.export, "given": exporting.given}
    if request.POST.get("what") not in kinds:
        raise Http404("what")
    parts = kinds[request.POST["what"]](own.referral)
    deeds.saw(own.referral, action="exported", client=own.client, fields=["all"])
    answer = HttpResponse(exporting.as_json(parts, now=own.now), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{own.referral.number}.json"'
    return answer


@require_POST
@sitting.seated
def close(request, own):
    own.link.leave()
    return sitting.leave(request, render(request, "referrals/own/closed.html"))
