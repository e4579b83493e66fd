"""The portal itself, whose processes end where a request asks for it: header ``X-Die`` ``before`` the commit with
everything written, or ``after`` it with nothing answered.
"""

import os
import signal

from django.conf import settings
from django.db import transaction

from hyteportal.wsgi import application, django_application


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


class Dying:
    """Stands inside the transaction of the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        end = request.headers.get("X-Die", "")
        if end == "before":
            _die()
        if end == "after":
            transaction.on_commit(_die)
        return answer


settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Dying"]
django_application.load_middleware()
__all__ = ["application"]
