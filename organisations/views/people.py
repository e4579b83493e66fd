"""People: the list, one person, inviting, closing and opening an account."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from audit import trail
from organisations.access import found, only
from organisations.desk import desk
from organisations.forms.people import InviteForm, NameForm, PeopleFilter
from organisations.granting import DECIDING
from organisations.models import HeldAlready, Invitation, Meanwhile, Membership, Organisation, User
from organisations.models.people import Closed, decides_everywhere, may_manage, may_open
from organisations.signin.proof import step_up

from .steps import asked_again, meanwhile

PAGE = 50


def places_of(request):
    """Where this person decides on roles, as a field offers it."""
    return Organisation.objects.peopled_by(request.user).for_choice(get_language()[:2])


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@only(*DECIDING)
def every(request):
    """A POST searches by name: no name stands in an address. It changes nothing."""
    places = places_of(request)
    narrowing, search = PeopleFilter(request.GET, places=places), NameForm(request.POST or None)
    people = User.objects.visible_to(request.user)
    if search.is_bound:
        people = people.called(search.cleaned_data["q"]) if search.is_valid() else people.none()
    else:
        people = narrowed(people, narrowing)
    page = Paginator(people.for_list(places.values("pk")), PAGE).get_page(request.GET.get("page"))
    trail.write("listed", subject=("person", ""), shown=[one.pk for one in page])
    context = {"page": page, "narrowing": narrowing, "search": search, **ways(request, page)}
    return render(request, "workspace/people.html", context)


def narrowed(people, form):
    if not form.is_valid():
        return people.none()
    place, role = form.cleaned_data["place"], form.cleaned_data["role"]
    people = people.in_state(form.cleaned_data["state"])
    people = people.at(place) if place else people
    return people.in_role(role) if role else people


def ways(request, page):
    """The addresses of the pages before and after, with the same choices."""
    query = request.GET.copy()

    def to(number):
        query["page"] = number
        return f"{request.path}?{query.urlencode()}"

    return {
        "previous": to(page.previous_page_number()) if page.has_previous() else "",
        "following": to(page.next_page_number()) if page.has_next() else "",
    }


def person_of(request, pk, action):
    return found(User.objects.visible_to(request.user), pk, action, "person")


@require_safe
@only(*DECIDING)
def one(request, pk):
    person, here = person_of(request, pk, "read"), desk(request)
    rows = Membership.objects.visible_to(request.user).of(person).for_page()
    roles = [(row, here.may_give(row.role, row.organisation, pk)) for row in rows.lasting()]
    context = {
        "person": person,
        "invitation": Invitation.objects.open_for(person) if person.waits else None,
        "withdrawn": person.waits and Invitation.objects.withdrawn_for(person),
        "roles": roles,
        "over": rows.over() if decides_everywhere(request.user) else rows.over().recent(),
        "own": person.pk == request.user.pk,
        "may_manage": person.is_active and may_manage(request.user, person),
        "may_open": not person.is_active and may_open(request.user, person),
    }
    trail.write("read", subject=("person", pk))
    return render(request, "workspace/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@only(*DECIDING)
@asked_again
def invite(request):
    form = InviteForm(request.POST or None, desk=desk(request), places=places_of(request))
    if request.sure and form.is_valid():
        try:
            person = send(form.cleaned_data, request.user)
        except HeldAlready:
            form.add_error("role", _("The person has this role here already."))
        except Closed:
            form.add_error("email", _("The account of this address is closed. A coordinator can open it."))
        else:
            messages.success(request, _("The role is given, and the person gets an e-mail."))
            return redirect("person", person.pk)
    return render(request, "workspace/invite.html", {"form": form})


def send(answers, by):
    return User.objects.invite(
        answers["email"],
        name=answers["name"],
        language=answers["language"],
        organisation=answers["place"],
        role=answers["role"],
        valid_to=answers["last_day"],
        by=by,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only(*DECIDING)
@step_up
def invite_again(request, pk):
    person = managed(request, pk, "invited_again")
    if request.method == "POST":
        try:
            person.invite_again(by=request.user)
        except (Closed, Meanwhile):
            return meanwhile(request, person)
        messages.success(request, _("A new invitation is on its way. The old one works no more."))
    if request.method == "POST" or not person.is_active:
        return redirect("person", pk)
    return render(request, "workspace/invite_again.html", {"person": person})


@require_http_methods(["GET", "HEAD", "POST"])
@only(*DECIDING)
@step_up
def close(request, pk):
    person = managed(request, pk, "account_closed")
    if request.method == "POST":
        try:
            person.close(by=request.user)
        except Meanwhile:
            return meanwhile(request, person)
        messages.success(request, _("The account is closed, and every role has ended."))
    if request.method == "POST" or not person.is_active:
        return redirect("person", pk)
    return render(request, "workspace/close.html", {"person": person})


@require_http_methods(["GET", "HEAD", "POST"])
@only(*DECIDING)
@step_up
def reopen(request, pk):
    person = person_of(request, pk, "account_opened")
    if not may_open(request.user, person):
        trail.deny("account_opened", subject=("person", pk))
        raise PermissionDenied
    if request.method == "POST":
        try:
            person.reopen(by=request.user)
        except Meanwhile:
            return meanwhile(request, person)
        messages.success(
            request,
            _(
                "The account is open again, and a new invitation is on its way. Give the roles that are needed."
            ),
        )
    if request.method == "POST" or person.is_active:
        return redirect("person", pk)
    return render(request, "workspace/open.html", {"person": person})


def managed(request, pk, action):
    """The person, whose account this one may close; otherwise it is refused and noted."""
    person = person_of(request, pk, action)
    if not may_manage(request.user, person):
        trail.deny(action, subject=("person", pk))
        raise PermissionDenied
    return person
