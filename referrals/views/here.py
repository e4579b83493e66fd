"""Whether somebody is still signed in, and who: a form asks before it is sent, so that nothing typed is lost."""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe

from organisations.access import only
from organisations.models import Role
from referrals.forms.moves import mark_of

from .front import WORKING


@require_safe
@only(*WORKING, Role.REFERRAL_COORDINATOR)
def here(request):
    return JsonResponse({"who": mark_of(request.user), "token": get_token(request)})
