"""A site of ours with a few pages more: what a view may do wrong."""

from allauth.core.exceptions import ReauthenticationRequired
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path
from django.utils.translation import pgettext_lazy

from audit import trail
from hyteportal.urls import handler400, handler500
from hyteportal.urls import urlpatterns as ours
from organisations.models import Membership, Organisation

SUBJECT = ("person", 1)


def works(request):
    """What most pages do: one row, one line of the log, the answer tells the transaction it was in."""
    trail.write("read", subject=SUBJECT)
    Organisation.objects.create(kind="ngo", name_fi="Tehty", name_sv="Gjord")
    return HttpResponse(f"{len(connection.savepoint_ids)} {connection.in_atomic_block}")


def raises(error):
    def view(request):
        works(request)
        trail.deny("read", subject=SUBJECT)
        raise error

    return view


def answers(status):
    def view(request):
        works(request)
        trail.deny("read", subject=SUBJECT)
        return HttpResponse("x", status=status)

    return view


def late(request):
    works(request)
    return TemplateResponse(request, "no-such-template.html")


def streams(request):
    works(request)
    return StreamingHttpResponse([b"row"])


def spoils(request):
    """The page is made, and only the commit finds out that it cannot be."""
    works(request)
    Membership.objects.create(user=request.user, organisation_id=987654321, role="editor")
    return HttpResponse("shown")


@transaction.non_atomic_requests
def apart(request):
    return works(request)


@login_not_required
def open_to_all(request):
    return HttpResponse(str(connection.in_atomic_block))


@login_not_required
def slow(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")


def scope(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.user', true), current_setting('app.munis', true)")
        return HttpResponse(repr(cursor.fetchone()))


PAGES = {
    "works": works,
    "fails": raises(RuntimeError("Eeva Esimerkki")),
    "missing": raises(Http404()),
    "forbidden": raises(PermissionDenied()),
    "step_up": raises(ReauthenticationRequired()),
    "answers_500": answers(500),
    "answers_403": answers(403),
    "late": late,
    "streams": streams,
    "spoils": spoils,
    "apart": apart,
    "open": open_to_all,
    "slow": slow,
    "scope": scope,
}
urlpatterns = [
    *ours,
    *(path(f"try/{name}/", view, name=name) for name, view in PAGES.items()),
    *i18n_patterns(
        path(pgettext_lazy("address", "account/"), include([path("try/", works, name="of_sign_in")]))
    ),
]
__all__ = ["handler400", "handler500", "urlpatterns"]
