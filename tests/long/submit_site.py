"""A site with one form more, as referrals will have it: what is sent carries a key that the browser was given.

gunicorn serves it (``tests.long.submit_wsgi``) and is killed. ``die`` says where the process ends by itself:
``before`` the commit with everything written, or ``after`` it with nothing answered.
"""

import os
import signal
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import path

from audit import trail
from hyteportal.urls import handler400, handler500
from hyteportal.urls import urlpatterns as ours
from organisations.models import Organisation
from outbox import sending
from outbox.models import Message


def submit(request):
    """Three rows in one transaction; the page of the first when the key was used before."""
    key = UUID(request.POST["key"])
    promise = f"submitted:{key}"
    if Message.objects.filter(key=promise).exists():
        return HttpResponse("again")
    Organisation.objects.create(kind="ngo", name_fi=f"Kaatuva {key}", name_sv=f"Fallande {key}")
    trail.write("created", subject=("organisation", key))
    sending.put("roles_changed", key=promise, address="eeva@esimerkki.invalid", language="fi")
    if request.POST.get("die") == "before":
        _die()
    if request.POST.get("die") == "after":
        transaction.on_commit(_die)
    return HttpResponse("first")


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


urlpatterns = [*ours, path("submit/", submit, name="submit")]
__all__ = ["handler400", "handler500", "urlpatterns"]
