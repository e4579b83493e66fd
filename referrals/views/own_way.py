"""The way to the resident's own page: what a referral is, a link by request, a letter's code, the one-time code."""

import uuid

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from organisations.scope import Scope, within
from outbox import tasks
from referrals import codes, deeds, limits, posting
from referrals.forms.own import Code, Letter, Way
from referrals.models import Link
from referrals.models.link import HOURS, digest, letters
from referrals.own import sitting

TOO_MANY, GONE = 429, 410
NO_LETTER = _("Check the code. It works until the referral ends or a new letter is printed.")
TRIED = _("Too many attempts. Try again in an hour.")
WRONG = _("Check the code. The newest one counts. After five wrong attempts, ask for a new one.")
NAMES = {"way": Way, "letter": Letter}


@require_http_methods(["GET", "HEAD", "POST"])
@sitting.unkept
def front(request):
    """Two small forms: which of them was sent is told by its button."""
    sent = request.POST.get("do", "")
    forms = {name: form(request.POST if name == sent else None, prefix=name) for name, form in NAMES.items()}
    if sent in forms and forms[sent].is_valid():
        return {"way": _asked, "letter": _letter}[sent](request, forms)
    return _front(request, forms, wrong=sent in forms)


def _front(request, forms, *, wrong=False, status=None):
    context = {"forms": forms, "wrong": wrong, "new_address": reverse("own_new")}
    return render(request, "referrals/own/front.html", context, status=status)


def _asked(request, forms):
    """The answer is the same whatever was typed: who compares is the worker."""
    if not _too_often("own_link", request):
        known = forms["way"].cleaned_data | {"language": get_language()[:2]}
        with transaction.atomic():
            tasks.put(posting.ASKED, key=f"asked:{uuid.uuid4()}", words=known)
    return render(request, "referrals/own/asked.html", {"hours": HOURS})


def _too_often(what, request):
    """Counted by network: who asks is not known. Those that cannot be told apart share one count."""
    return limits.seconds_to_wait(what, request.work.asked.network or "unknown")


def _letter(request, forms):
    now = timezone.now()
    if _too_often("own_letter", request):
        forms["letter"].add_error("code", TRIED)
        return _front(request, forms, wrong=True, status=TOO_MANY)
    token = letters(forms["letter"].cleaned_data["code"])
    with transaction.atomic(), within(Scope(link=digest(token))):
        link = Link.objects.shown_by(token).live(now).by_letter().first()
        if link:
            return _seat(request, link, now)
    forms["letter"].add_error("code", NO_LETTER)
    return _front(request, forms, wrong=True)


@require_http_methods(["GET", "HEAD", "POST"])
@sitting.unkept
def link(request, token):
    """Looking uses nothing up, so that a mail program may look first; the code is sent by a button."""
    now = timezone.now()
    with transaction.atomic(), within(Scope(link=digest(token))):
        found = Link.objects.shown_by(token).live(now).by_message().first()
        if found is None:
            return render(request, "referrals/own/over.html", {"link": True}, status=GONE)
        if request.method != "POST":
            return render(request, "referrals/own/link.html", _of_link(found, now))
        if request.POST.get("do") == "send":
            return _send(request, found, now)
        return _code(request, found, now)


def _of_link(found, now, **more):
    out = bool(found.code) and found.code_expires_at > now
    return {"form": Code(), "sent": out, "minutes": codes.MINUTES} | more


def _send(request, found, now):
    """The worker makes the code and sends it: this process knows neither code nor address."""
    if not found.count_code():
        return render(request, "referrals/own/link.html", _of_link(found, now, spent=True), status=TOO_MANY)
    number = found.codes_sent + 1
    words = {"link": str(found.pk), "language": get_language()[:2], "number": number}
    tasks.put(posting.CODE, key=f"{posting.code_key(found.pk, number)}:task", words=words)
    return render(request, "referrals/own/link.html", _of_link(found, now, sent=True, just=True))


def _code(request, found, now):
    form = Code(request.POST)
    if form.is_valid():
        if found.take_code(form.cleaned_data["code"], now):
            return _seat(request, found, now)
        with within(Scope(link=found.token, referral=found.referral_id)):
            deeds.saw(found.referral_id, action="code_refused")
        form.add_error("code", WRONG)
    return render(request, "referrals/own/link.html", _of_link(found, now, form=form, sent=True))


def _seat(request, found, now):
    secret = found.sit(now)
    with within(Scope(link=found.token, referral=found.referral_id)):
        deeds.saw(found.referral_id, action="link_opened")
    return sitting.begin(redirect("own_referral_page"), secret)
