"""Pages for when something went wrong. None of them needs the database."""

import logging
import secrets

from django.http import HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

log = logging.getLogger("hyteportal")


def csrf_failure(request, reason=""):
    return render(request, "csrf.html", status=403)


def bad_request(request, exception=None):
    """A request that is broken or too large: its form is not read again, its host is not believed."""
    return HttpResponseBadRequest(loader.get_template("400.html").render())


def server_error(request):
    """Both languages, no context processors; the number leads to the line in the log."""
    number = secrets.token_hex(4)
    log.error(
        "server error %s on %s", number, getattr(request.resolver_match, "view_name", "unknown address")
    )
    return HttpResponseServerError(loader.get_template("500.html").render({"number": number}))
