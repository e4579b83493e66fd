"""A new referral by a professional: choosing the kind, the first two screens, and the draft that keeps them."""

import uuid

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.access import found, only
from organisations.acting import memberships_of
from organisations.models import Role
from referrals import deeds, making, offers
from referrals.acting import by_for
from referrals.models import Kind, Referral, SavedText
from referrals.models.moving import Meanwhile
from referrals.prefilling import came_from

PAGES = {making.CLIENT: "referral_draft_client", making.NEED: "referral_draft_need"}
TEMPLATES = {making.CLIENT: "referrals/new/client.html", making.NEED: "referrals/new/need.html"}
NEXT = {making.CLIENT: "referral_draft_need", making.NEED: "referral_draft_send"}
READ = {making.CLIENT: ["name", "birth_date", "contact"], making.NEED: ["name", "asked"]}


def units_of(user):
    """Where the person makes referrals, in the order of names."""
    held = [row.organisation for row in memberships_of(user) if row.role == Role.PROFESSIONAL]
    return sorted({one.pk: one for one in held}.values(), key=str)


def unit_of(request):
    """The unit chosen, else the first."""
    own = units_of(request.user)
    wanted = request.POST.get("unit") or request.GET.get("unit") or ""
    return next((one for one in own if str(one.pk) == wanted), own[0])


@require_safe
@only(Role.PROFESSIONAL)
def new(request):
    """Which kind; a service of one kind only leads straight on."""
    unit, practice = unit_of(request), "practice" in request.GET
    came = came_from(request.GET)
    kinds = [(kind, to, kind in came.kinds) for kind, to in offers.by_kind(unit, practice=practice)]
    fitting = [kind for kind, open_to, fits in kinds if open_to and fits]
    query = request.GET.urlencode()
    if len(fitting) == 1 and len(units_of(request.user)) == 1:
        return redirect(f"{reverse('referral_new_kind', args=[fitting[0].pk])}?{query}")
    context = {"kinds": kinds, "came": came, "query": query, "practice": practice, "unit": unit}
    context |= {"units": units_of(request.user), "contact": offers.contact()}
    return render(request, "referrals/new/kinds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@only(Role.PROFESSIONAL)
def new_kind(request, kind):
    """The first screen before there is a draft: what is sent begins one, and the same form sent again finds it."""
    kind = kind_of(kind)
    unit, practice = unit_of(request), "practice" in request.GET or "practice" in request.POST
    if request.method == "POST":
        return begun(request, kind, unit, practice)
    came = came_from(request.GET)
    new = making.Making(kind, unit, practice=practice).fill(
        municipality=came.municipality or unit.municipality_id, services=came.service
    )
    if not any(one.agreement for one in new.offers):
        return redirect(f"{reverse('referral_new')}?{request.GET.urlencode()}")
    return screen(
        request, new, making.CLIENT, new.forms[making.CLIENT](making=new), key=uuid.uuid4(), came=came
    )


def kind_of(code):
    kind = Kind.objects.active().in_bulk([code]).get(code)
    if kind is None:
        raise Http404
    return kind


def begun(request, kind, unit, practice):
    """The draft of this form, whether it comes for the first time or again."""
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    made = Referral.objects.begin(by=request.user, unit=unit, kind=kind, key=key, practice=practice)
    try:
        return took(request, draft_of(request, made.referral_id, "changed"), making.CLIENT, begun=True)
    except Meanwhile:
        return sent_already(request, made.referral_id)


def draft_of(request, pk, action):
    """The draft's referral, with its assignment. One that is sent leads on by Meanwhile; a foreign one is not there."""
    referral = found(Referral.objects.visible_to(request.user).for_making(), pk, action, deeds.KIND)
    assignment = referral.draft = referral.assignments.newest_last().first()
    assignment.referral = referral
    if assignment.state != "draft":
        raise Meanwhile
    by_for(assignment, request.user, "send")  # PermissionDenied for who only receives
    return referral


def making_of(referral):
    return making.Making(referral.kind, referral.sender, referral.typed, practice=referral.practice)


def draft(step):
    """The view of a screen of a draft."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @sensitive_post_parameters()
    @only(Role.PROFESSIONAL)
    def view(request, pk):
        try:
            referral = draft_of(request, pk, "changed" if request.method == "POST" else "read")
            if request.method == "POST":
                return took(request, referral, step)
        except Meanwhile:
            return sent_already(request, pk)
        it = making_of(referral)
        form = it.checked(step) if "check" in request.GET else it.forms[step](making=it)
        deeds.saw(referral, client=referral.client, fields=READ[step])
        return screen(request, it, step, form, referral=referral)

    return view


client, need = draft(making.CLIENT), draft(making.NEED)


def sent_already(request, pk):
    messages.info(request, _("This was already sent. One referral was made."))
    return redirect("referral_case", pk)


def took(request, referral, step, *, begun=False):
    """A screen that was sent: kept in any case; then on, or again with what to correct.

    The log has that it began, every screen, and whatever a colleague changes; not each pause in the maker's typing.
    """
    it, behind = making_of(referral), "application/json" in request.headers.get("Accept", "")
    form = keep(referral, it, step, request.POST)
    if begun or not behind or referral.made_by_id != request.user.pk:
        deeds.saw(referral, action="changed", client=referral.client, fields=READ[step])
    if behind:
        return JsonResponse(kept(referral, it, step))
    if "save" in request.POST:
        messages.success(request, kept(referral, it, step)["said"])
        return redirect(PAGES[step], referral.pk)
    if step == making.CLIENT and it.refused:
        return redirect("referral_draft_contacts", referral.pk)
    if form.is_valid():
        return redirect(NEXT[step], referral.pk)
    return screen(request, it, step, form, referral=referral)


def keep(referral, it, step, data):
    """Remembers what was typed, right or not, and what of it is right in its own columns."""
    form = it.take(step, data)
    forms = {name: form if name == step else it.checked(name) for name in it.forms}
    protected = bool(forms[making.CLIENT].right("non_disclosure", False))
    referral.keep(
        it.typed,
        client=forms[making.CLIENT].client(),
        asked=forms[making.NEED].need(),
        municipality=None if protected else it.municipality,
        wants_feedback=it.said("feedback") != "no",
    )
    return form


def kept(referral, it, step):
    """What the page says after it saved in the background."""
    now = timezone.localtime()
    said = _("Draft saved at %(time)s") % {"time": time_format(now)}
    answer = {"said": said, "action": reverse(PAGES[step], args=[referral.pk])}
    if step == making.NEED:
        answer["activity"] = making.activity_words(it.checked(making.NEED).need())
    return answer


def screen(request, it, step, form, *, referral=None, key=None, came=None):
    on_need = step == making.NEED
    context = {
        "making": it,
        "form": form,
        "step": step,
        "done": [making.CLIENT] if on_need else [],
        "referral": referral,
        "key": key,
        "came": came,
        "so_far": it.so_far if referral else None,
        "activity": making.activity_words(it.checked(step).need()) if on_need else "",
        "action": reverse(PAGES[step], args=[referral.pk]) if referral else request.path,
        "texts": SavedText.objects.visible_to(request.user).used_for("limits") if on_need else [],
    }
    return render(request, TEMPLATES[step], context)


@require_POST
@only(Role.PROFESSIONAL)
def discard(request, pk):
    try:
        referral = draft_of(request, pk, "changed")
    except Meanwhile:
        return sent_already(request, pk)
    referral.draft.discard(by=by_for(referral.draft, request.user, "discard"))
    messages.success(request, _("The draft has been deleted. Nothing of it was kept."))
    return redirect("referral_front")


@require_safe
@only(Role.PROFESSIONAL)
def contacts(request, pk):
    """Without consent nothing is sent: the client gets the contact details and decides."""
    try:
        referral = draft_of(request, pk, "read")
    except Meanwhile:
        return sent_already(request, pk)
    it = making_of(referral)
    if not it.refused:
        return redirect(PAGES[making.CLIENT], pk)
    language = referral.client.language
    return render(
        request, "referrals/new/contacts.html", {"making": it, "referral": referral, "language": language}
    )
