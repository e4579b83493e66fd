"""A resident refers themself: three screens and a code at one address; nothing is kept before the code is right."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.tray.same_origin import is_own
from pathways.views.assessments import unkept
from referrals import making, offers, self_making
from referrals.forms.own_new import CodeForm, OwnReceiverForm, ways
from referrals.models import Asked, Client, Kind, Referral
from referrals.models.moving import NotNow
from referrals.own.sitting import CLIENT
from referrals.self_making import Gone, NoneLeft, OwnMaking, Page, TooOften
from referrals.summary import Summary

from .making import kind_of
from .sent import own_address

CODE = "code"
TEMPLATES = {
    making.CLIENT: "referrals/own_new/client.html",
    making.NEED: "referrals/own_new/need.html",
    making.SEND: "referrals/own_new/send.html",
}
ORDER = [making.CLIENT, making.NEED, making.SEND]


@require_safe
@login_not_required
def new(request):
    kinds = [
        (kind, any(one.agreement for one in offers.offers(None, kind)))
        for kind in Kind.objects.active().in_order()
    ]
    return render(request, "referrals/own_new/kinds.html", {"kinds": kinds, "contact": offers.contact()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@unkept
def new_kind(request, kind):
    kind = kind_of(kind)
    request.work.asked.actor = CLIENT
    it = OwnMaking(kind, None)
    if not any(one.agreement for one in it.offers):
        return render(request, "referrals/own_new/closed.html", {"making": it, "contact": offers.contact()})
    if request.method != "POST":
        return screen(request, Page(kind.pk), it, making.CLIENT)
    if not is_own(request):
        raise PermissionDenied
    try:
        page = Page.unsealed(kind, request.POST.get("state", ""))
    except Gone:
        return begun_anew(request, it)
    it = OwnMaking(kind, None, page.typed)
    return step(request, page, it)


def begun_anew(request, it):
    """What the page held is gone; the screen that was just filled in is not."""
    page = Page(it.kind.pk)
    if (name := request.POST.get("step")) in it.forms:
        it.take(name, request.POST)
        page = remembered(page, it)
    return screen(request, page, it, making.CLIENT, gone=True)


def step(request, page, it):
    """What was sent is remembered in the page; then back, on, or again with what to correct."""
    name = request.POST.get("step")
    if name in it.forms:
        form = it.take(name, request.POST)
        page = remembered(page, it)
        if (back := request.POST.get("back")) in it.forms:
            return screen(request, page, it, back)
        if form.errors:
            return screen(request, page, it, name, form)
        return screen(request, page, it, ORDER[ORDER.index(name) + 1])
    wrong = next((one for one in it.forms if it.checked(one).errors), None)
    if wrong or request.POST.get("back") in it.forms:
        return screen(request, page, it, wrong or request.POST["back"])
    return code(request, page, it) if name == CODE else consent(request, page, it)


def remembered(page, it):
    """A code belongs to what was agreed to and to where it went: with another word it is asked for again."""
    if page.typed == it.typed:
        return page
    return replace(page, typed=it.typed, team=0, code="", until=0, sent_to="")


def screen(request, page, it, name, form=None, *, gone=False, problem=""):
    form = form or (it.forms[name](making=it) if name in it.forms else receiver_form(it))
    context = {
        "making": it,
        "form": form,
        "step": name,
        "state": page.sealed,
        "gone": gone,
        "problem": problem,
    }
    context["done"] = ORDER[: ORDER.index(name)]
    context |= {"activity": making.activity_words(it.checked(name).need()) if name == making.NEED else ""}
    if name == making.SEND:
        context["summary"] = summary_of(it)
    return render(request, TEMPLATES[name], context)


def receiver_form(it, data=None):
    return OwnReceiverForm(data, offers=it.open, ways=ways(it.checked(making.CLIENT).cleaned_data))


def summary_of(it):
    """Of what was typed: no row stands yet."""
    referral = Referral(kind=it.kind)
    client = Client(referral=referral, **it.checked(making.CLIENT).client())
    asked = Asked(referral=referral, **it.checked(making.NEED).need())
    return Summary(referral, it, client=client, asked=asked)


def consent(request, page, it):
    """The third screen: with a yes the code goes out."""
    form = receiver_form(it, request.POST)
    if not form.is_valid():
        return screen(request, page, it, making.SEND, form)
    channel = form.cleaned_data["code_by"]
    try:
        page = page.with_code(
            team=form.offer.team.pk,
            channel=channel,
            address=form.ways[channel],
            shown=dict(form.fields["code_by"].choices)[channel],
            language=(get_language() or "fi")[:2],
            network=request.work.asked.network,
        )
    except TooOften:
        form.add_error(None, _("Too many codes were asked for. Try again in an hour."))
        return screen(request, page, it, making.SEND, form)
    except NoneLeft:
        form.add_error("code_by", form.none_left)
        return screen(request, page, it, making.SEND, form)
    return code_page(request, page, it, CodeForm())


def code_page(request, page, it, form):
    context = {
        "making": it,
        "form": form,
        "state": page.sealed,
        "page": page,
        "minutes": self_making.codes.MINUTES,
    }
    return render(request, "referrals/own_new/code.html", context)


def code(request, page, it):
    form = CodeForm(request.POST)
    if not form.is_valid() or not page.confirmed(form.cleaned_data["code"]):
        if form.is_valid():
            form.add_error("code", _("The code is wrong or too old. Ask for a new one if it does not work."))
        return code_page(request, page, it, form)
    offer = next((one for one in it.open if one.team.pk == page.team), None)
    if offer is None:
        return screen(request, page, it, making.SEND)
    try:
        assignment = self_making.send(page, it, offer)
    except NotNow as fault:
        form = receiver_form(it)
        return screen(request, page, it, making.SEND, form, problem=str(fault.problems[0]))
    context = {"making": it, "assignment": assignment}
    if it.protected:
        context |= {"code": self_making.letter(assignment), "own_address": own_address()}
    return render(request, "referrals/own_new/sent.html", context)
