"""Pages of certain roles, and records of certain people: what is refused is noted, what is foreign is not there."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404

from audit import trail

from .acting import actor_of
from .desk import desk


def only(*roles):
    """For who holds one of the roles now; the log says in which of them (the first that fits) the page was opened."""

    def guarded(view):
        @wraps(view)
        def answered(request, *args, **kwargs):
            held = desk(request).held
            if not {row.role for row in held} & set(roles):
                trail.deny("opened", subject=("page", request.resolver_match.view_name))
                raise PermissionDenied
            request.work.asked.actor = actor_of(request.user, *roles, memberships=held)
            return view(request, *args, **kwargs)

        return answered

    return guarded


def found(queryset, pk, action, kind):
    """The record, or 404: the same for one that is not there and for one that is somebody else's."""
    try:
        return queryset.get(pk=pk)
    except queryset.model.DoesNotExist:
        trail.deny(action, subject=(kind, pk))
        raise Http404(kind) from None
