"""For forms that carry no token: they change only the visitor's own cookie, and only our own pages may send them."""

from functools import wraps

from django.conf import settings
from django.views.decorators.csrf import csrf_exempt


def same_origin(refused):
    """Whatever was not sent by a page of this site is answered by ``refused(request)``."""

    def guarded(view):
        @csrf_exempt
        @wraps(view)
        def answered(request, *args, **kwargs):
            if request.method == "POST" and not is_own(request):
                return refused(request)
            return view(request, *args, **kwargs)

        return answered

    return guarded


def is_own(request):
    """What the browser says of the page that sent it: Sec-Fetch-Site, or Origin where it does not know that."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    own = {settings.HYTE_ORIGIN, f"{request.scheme}://{request.get_host()}"}
    return request.headers.get("Origin") in own
