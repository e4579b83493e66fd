"""The own account, invitations, and practice sign-in. The other pages of sign-in are the library's."""

from allauth.core import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from organisations.models import Invitation, Membership, Role, User

from . import address, device, entering, practice
from .factors import state_of
from .forms import Acceptance, NewAddress, own_forms
from .proof import practising


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """Who the person is here, and what protects the account."""
    user, shared = request.user, practising(request.user)
    held = list(Membership.objects.held_by(user).select_related("organisation"))
    sends = any(one.role == Role.PROFESSIONAL for one in held)
    forms = own_forms(user, None if shared else request.POST, makes_referrals=sends)
    for form in forms.values():
        if form.is_valid():
            form.keep(user)
            messages.success(request, form.done)
            return redirect("account")
    context = {**forms, "person": user, "practising": shared, "held": held, "factors": state_of(user)}
    return render(request, "account/account.html", context)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def invitation(request, token):
    """The first password; then the second factor is set up. Opening the page uses nothing up."""
    invited = Invitation.objects.find(token)
    if invited is None:
        return render(request, "account/invitation_over.html", status=410)
    form = Acceptance(invited.user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/invitation.html", {"form": form, "person": invited.user})
    if not invited.accept(form.cleaned_data["password1"]):
        return render(request, "account/invitation_over.html", status=410)
    return entering.by_invitation(request, invited.user)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def new_address(request):
    """Asks for a link to the new address. What the page says does not tell whether somebody has it."""
    form = NewAddress(request.user, request.POST or None)
    if not form.is_valid():
        return render(request, "account/new_address.html", {"form": form})
    if refused := ratelimit.consume_or_429(request, action="manage_email", user=request.user):
        return refused
    address.ask(request.user, form.cleaned_data["email"])
    messages.success(request, _("If nobody here has this address yet, we send a link to it."))
    return redirect("account")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_address_confirm(request, token):
    """From the link in the mail: opening it changes nothing, pressing the button does."""
    email = address.asked(request.user, token)
    if email and request.method != "POST":
        return render(request, "account/new_address_confirm.html", {"email": email})
    if not email or not address.change(request, email):
        return render(request, "account/new_address_over.html", status=410)
    messages.success(request, _("Your e-mail address is changed. Sign in with the new one from now on."))
    answer = redirect("account")
    device.remember(answer, request.user)
    return answer


@require_POST
def end_session(request, number):
    """One session of the person's own."""
    entering.end(request, get_object_or_404(UserSession, user=request.user, pk=number))
    messages.success(request, _("The session has ended."))
    return redirect("usersessions_list")


# ------------------------------------------------------------ practice
@never_cache
@login_not_required
@require_POST
def practice_sign_in(request):
    """As the practice account of a role, without password and second factor. Only a demo has such a page."""
    if not practice.possible():
        raise Http404
    asked = request.POST.get("email", "")
    if "\0" in asked:  # PostgreSQL takes none
        raise Http404
    return entering.to_practise(request, get_object_or_404(User.objects.practising(), email=asked))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice_confirm(request):
    """A practice account has nothing to say again: one press."""
    if not practising(request.user):
        raise Http404
    if request.method == "POST":
        return entering.practice_confirmed(request)
    return render(request, "account/practice_confirm.html", {"next": request.GET.get("next", "")})


def too_many(request):
    """What the library answers when a limit of sign-in is reached."""
    answer = render(request, "account/too_many.html", status=429)
    answer["Retry-After"] = "60"
    return answer
