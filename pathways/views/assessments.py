"""Self-assessments: the list, and one test with all its pages at one address.

Questions and results answer a POST and are never kept: the answers stand in a sealed field of the page
(``assessments.sitting``) and in no address, cookie, session, table or log.
"""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import snapshot
from catalogue.caching import public
from catalogue.tray.same_origin import is_own

from ..assessments import answering, pages
from ..assessments.handing import content
from ..assessments.instruments import by_slug, instruments
from ..assessments.sitting import Gone, Sitting
from ..models import HandOver


def unkept(view):
    """For pages that hold answers: no browser and no cache keeps them, no report of an error shows them.

    A token against forged requests would need a cookie, and there is nothing to protect: a forged request changes
    nothing on the server, and without a field that we sealed it begins a test anew. What does write something
    (the hand-over) asks for a page of our own besides.
    """

    @csrf_exempt
    @sensitive_post_parameters()
    @wraps(view)
    def answered(request, *args, **kwargs):
        request.catalogue = snapshot.current()
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return answered


@require_safe
@login_not_required
@public
def every(request):
    return render(request, "pathways/assessments/list.html", {"tests": list(instruments().values())})


@csrf_exempt  # as ``unkept`` says
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def one(request, slug):
    """The page before a test; what its forms send is answered at the same address."""
    instrument, language = by_slug(slug)
    if instrument is None:
        raise Http404("no such test")
    if request.method == "POST":
        return _sitting(request, instrument)
    if language != get_language()[:2]:
        return HttpResponsePermanentRedirect(instrument.get_absolute_url())
    return _before(request, instrument)


@public
def _before(request, instrument):
    return render(request, "pathways/assessments/start.html", pages.before(instrument))


@unkept
def _sitting(request, instrument):
    """One step: begin, answer, go back, look at the result, hand it over."""
    if "state" not in request.POST:
        begun = Sitting(instrument)
        return _question(request, begun, begun.open)
    try:
        sitting = Sitting.unsealed(instrument, request.POST["state"])
    except Gone:
        return render(request, "pathways/assessments/gone.html", pages.before(instrument), status=410)
    wish, question = request.POST.get("do", ""), sitting.question(request.POST.get("at", ""))
    if question is not None:
        return _answered(request, sitting, question, wish)
    if wish == "change" or sitting.open is not None:
        return _question(request, sitting, sitting.asked[0] if wish == "change" else sitting.open)
    if wish == "code":
        return _code(request, sitting)
    return _result(request, sitting.living_in(pages.municipality(request, sitting)))


def _answered(request, sitting, question, wish):
    """What was chosen is kept whichever button was pressed; only Continue asks for it."""
    read = answering.read(question, request.POST)
    whole = not read.errors
    if whole and wish != "again":
        sitting = sitting.answering(question, read.answer)
    if wish == "back":
        return _question(request, sitting, sitting.before(question) or question)
    if wish == "stay":  # in the other language
        return _question(request, sitting, question, read if any(read.typed.values()) else None)
    if not whole:
        return _question(request, sitting, question, read, errors=True)
    following = sitting.after(question)
    return _result(request, sitting) if following is None else _question(request, sitting, following)


def _question(request, sitting, question, read=None, errors=False):
    context = pages.of_question(sitting, question, read, errors=errors)
    return render(request, "pathways/assessments/question.html", context)


def _result(request, sitting):
    context = pages.of_result(request.catalogue, get_language(), request, sitting)
    return render(request, "pathways/assessments/result.html", context)


def _code(request, sitting):
    """The person's own press: the only thing that is ever written, and only from our own page."""
    if not is_own(request):
        return render(request, "403.html", status=403)
    now = timezone.now()
    code = HandOver.objects.give(content(sitting.result, now), nonce=sitting.nonce, now=now)
    return render(request, "pathways/assessments/code.html", pages.of_code(sitting, code, now))
