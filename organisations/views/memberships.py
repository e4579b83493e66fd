"""Roles of a person: giving one, its last day, ending it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit import trail
from organisations.access import found, only
from organisations.desk import desk
from organisations.forms.people import LastDayForm, RoleForm, VersionForm
from organisations.granting import DECIDING
from organisations.models import HeldAlready, Meanwhile, Membership
from organisations.signin.proof import step_up

from .people import person_of, places_of
from .steps import asked_again, meanwhile


@require_http_methods(["GET", "HEAD", "POST"])
@only(*DECIDING)
@asked_again
def add(request, pk):
    person = person_of(request, pk, "role_given")
    if person.pk == request.user.pk or not person.is_active:
        trail.deny("role_given", subject=("person", pk))
        raise PermissionDenied
    form = RoleForm(request.POST or None, desk=desk(request), places=places_of(request), person_id=pk)
    if request.sure and form.is_valid():
        answers = form.cleaned_data
        try:
            Membership.objects.give(
                person, answers["place"], answers["role"], by=request.user, valid_to=answers["last_day"]
            )
        except HeldAlready:
            form.add_error("role", _("The person has this role here already."))
        else:
            messages.success(request, _("The role is given, and the person gets an e-mail."))
            return redirect("person", pk)
    return render(request, "workspace/role_add.html", {"form": form, "person": person})


def own_to_end(request, pk, action):
    """A lasting role that this person may end; others' are not there, the rest is refused. Both are noted."""
    row = found(Membership.objects.visible_to(request.user).for_page(), pk, action, "membership")
    if not desk(request).may_give(row.role, row.organisation, row.user_id):
        trail.deny(action, subject=("membership", pk))
        raise PermissionDenied
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@only(*DECIDING)
@asked_again
def change(request, pk):
    row = own_to_end(request, pk, "role_changed")
    first = {"last_day": row.valid_to, "version": row.version}
    form = LastDayForm(request.POST or None, initial=first, begins=row.valid_from)
    if request.sure and form.is_valid():
        answers = form.cleaned_data
        try:
            row.set_last_day(answers["last_day"], by=request.user, version=answers["version"])
        except Meanwhile:
            return meanwhile(request, row.user, row)
        messages.success(request, _("The last day is changed, and the person gets an e-mail."))
        return redirect("person", row.user_id)
    if not row.is_lasting():
        return meanwhile(request, row.user, row)
    return render(request, "workspace/role_change.html", {"form": form, "row": row})


@require_http_methods(["GET", "HEAD", "POST"])
@only(*DECIDING)
@step_up
def end(request, pk):
    row = own_to_end(request, pk, "role_ended")
    form = VersionForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        try:
            row.end(by=request.user, version=form.cleaned_data["version"])
        except Meanwhile:
            return meanwhile(request, row.user, row)
        messages.success(request, _("The role has ended, and the person gets an e-mail."))
        return redirect("person", row.user_id)
    if not row.is_lasting():
        return meanwhile(request, row.user, row)
    return render(request, "workspace/role_end.html", {"form": form, "row": row})
