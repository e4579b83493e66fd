"""The third screen of a new referral, sending it, and what follows: the number, the client's copy, the letter."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from audit import trail
from organisations.access import found, only
from organisations.models import Role
from referrals import deeds, limits, making, sending
from referrals.forms.receiver import ReceiverForm
from referrals.models import Link, Referral
from referrals.models.moving import Meanwhile, NotNow
from referrals.reach import reach_of
from referrals.summary import Summary

from .limited import too_often
from .making import PAGES, draft_of, making_of, sent_already

SENDERS = (Role.PROFESSIONAL,)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@only(*SENDERS)
def send(request, pk):
    try:
        referral = draft_of(request, pk, "referral_send" if request.method == "POST" else "read")
    except Meanwhile:
        return sent_already(request, pk) if request.method == "POST" else redirect("referral_sent", pk)
    return checked(request, referral)


def checked(request, referral, *, changed=False):
    """The draft as it stands, to be looked through; sent when that is asked and all is right."""
    it = making_of(referral)
    for step in (making.CLIENT, making.NEED):
        if it.checked(step).errors:
            return redirect(f"{reverse(PAGES[step], args=[referral.pk])}?check")
    if it.refused:
        return redirect("referral_draft_contacts", referral.pk)
    same = sending.same(referral, referral.client)
    form = ReceiverForm(request.POST or None, offers=it.open, same=same, version=referral.draft.version)
    answer = None
    if changed:
        form.say_changed()
    elif form.is_valid():
        answer = sent_now(request, referral, it, form, same)
    return answer or shown(request, referral, it, form, same)


def sent_now(request, referral, it, form, same):
    """Sends it; None when it cannot be sent and the form says why."""
    if wait := limits.seconds_to_wait("send", request.user.pk):
        return too_often(request, wait)
    given = form.cleaned_data
    try:
        sending.send(
            referral.draft,
            it,
            offer=form.offer,
            user=request.user,
            version=form.version,
            numbers=same,
            confirmed=given.get("same_confirmed", False),
        )
    except NotNow as fault:
        for problem in fault.problems:
            form.add_error(None, problem)
        return None
    except Meanwhile:
        return meanwhile(request, referral.pk)
    return redirect("referral_sent", referral.pk)


def meanwhile(request, pk):
    """At this very moment somebody sent it, or wrote in it: then it is looked through again."""
    try:
        return checked(request, draft_of(request, pk, "referral_send"), changed=True)
    except Meanwhile:
        return sent_already(request, pk)


def shown(request, referral, it, form, same):
    deeds.saw(referral, client=referral.client, fields=["name", "birth_date", "contact", "asked"])
    context = {"making": it, "form": form, "referral": referral, "same": same, "step": making.SEND}
    context |= {"summary": Summary(referral, it), "done": [making.CLIENT, making.NEED]}
    return render(request, "referrals/new/send.html", context)


def sent_of(request, pk, action):
    """A sent referral of the person's own unit, with the team that has it now."""
    referral = found(Referral.objects.visible_to(request.user).for_making(), pk, action, deeds.KIND)
    assignment = referral.assignments.with_team().newest_last().last()
    # Who is in the receiving team, too, and makes referrals elsewhere is no sender of this one.
    if assignment.state == "draft" or referral.sender_id not in reach_of(request.user).sending:
        trail.deny(action, subject=(deeds.KIND, pk))
        raise Http404
    return referral, assignment


@require_safe
@only(*SENDERS)
def sent(request, pk):
    referral, assignment = sent_of(request, pk, "read")
    deeds.saw(referral, client=referral.client, fields=["number", "name"])
    context = {"referral": referral, "assignment": assignment}
    return render(request, "referrals/new/sent.html", context)


@require_safe
@only(*SENDERS)
def copy(request, pk):
    """On paper for the client, in the client's language whatever the page's is."""
    referral, assignment = sent_of(request, pk, "client_copy_printed")
    deeds.saw(
        referral, client=referral.client, action="client_copy_printed", fields=["name", "asked", "consents"]
    )
    return printed(request, referral, "referrals/new/copy.html", {"assignment": assignment})


@require_http_methods(["GET", "HEAD", "POST"])
@only(*SENDERS)
def letter(request, pk):
    """A letter with a code that works until the referral ends. Making it is a POST: an older code ends by it."""
    referral, assignment = sent_of(request, pk, "letter_printed")
    if request.method != "POST" or not assignment.is_open:
        context = {"referral": referral, "assignment": assignment}
        return render(request, "referrals/new/letter_before.html", context)
    code = Link.objects.letter(referral)
    deeds.saw(referral, client=referral.client, action="letter_printed", fields=["name", "address"])
    return printed(request, referral, "referrals/new/letter.html", {"code": code, "assignment": assignment})


def own_address():
    """Where a client goes with a letter: without the scheme, as people type it."""
    return (settings.HYTE_ORIGIN + reverse("own_referral")).partition("//")[2]


def printed(request, referral, name, more):
    language = referral.client.language
    with override(language):
        page = render(
            request,
            name,
            {"referral": referral, "summary": Summary(referral), "own_address": own_address()} | more,
        )
    page.headers["Content-Language"] = language
    return page
