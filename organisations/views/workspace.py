"""The front page of the signed-in: what their roles give them."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations import notices
from organisations.desk import desk
from organisations.doors import open_to
from organisations.roles import Role


@require_safe
def front(request):
    here = desk(request)
    held = [(row, Role(row.role)) for row in here.held]
    told = notices.of(here, timezone.now())
    return render(
        request, "workspace/front.html", {"doors": open_to(here.roles), "held": held, "notices": told}
    )
