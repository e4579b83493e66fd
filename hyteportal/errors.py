"""Pages for when something went wrong. None of them needs the database."""

import logging
import secrets
import sys

from django.db import OperationalError
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

log = logging.getLogger("hyteportal")


def csrf_failure(request, reason=""):
    return render(request, "csrf.html", status=403)


def bad_request(request, exception=None):
    """A request that is broken or too large: its form is not read again, its host is not believed."""
    return HttpResponseBadRequest(loader.get_template("400.html").render())


def too_large(request):
    """A body that no form of ours sends: it is not read, and the connection is given up."""
    page = loader.get_template("400.html").render()
    return HttpResponse(page, status=413, headers={"Connection": "close"})


def too_many(request, seconds):
    answer = render(request, "429.html", status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def server_error(request):
    """Both languages, no context processors; the number leads to the line in the log.

    503 and a time to wait while the database is away or busy: programs that ask may ask again.
    """
    number, away = _number(), isinstance(sys.exc_info()[1], OperationalError)
    log.error(
        "server error %s on %s", number, getattr(request.resolver_match, "view_name", "unknown address")
    )
    page = loader.get_template("500.html").render({"number": number, "status": 503 if away else 500})
    return (
        HttpResponse(page, status=503, headers={"Retry-After": "30"})
        if away
        else HttpResponseServerError(page)
    )


def _number():
    """Easy to read aloud, never taken for a phone number when the log hides those, and one of 1.6 thousand million."""
    return "".join(
        secrets.choice("bcdfghjkmnpqrstvwxyz") + secrets.choice("0123456789") for _pair in range(4)
    )
