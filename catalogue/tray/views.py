"""Pages and buttons of the tray. A button changes nothing but the visitor's own cookie."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from hyteportal.templatetags import putting

from .. import snapshot
from . import cookie, forms, kinds, share, shown
from .same_origin import same_origin


def _page(request, template, context, status=200):
    """Made for one visitor and for no search engine."""
    answer = render(request, template, context, status=status)
    patch_cache_control(answer, private=True, no_cache=True)
    patch_vary_headers(answer, ["Cookie"])
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _refused(request, why):
    status, sentence = shown.refusals()[why]
    return _page(request, "catalogue/tray/refused.html", {"why": sentence}, status)


def button(view):
    """What a button sends; somebody who opens its address comes to the tray. A full tray says so."""

    @wraps(view)
    def pressed(request, *args, **kwargs):
        if request.method != "POST":
            return redirect("tray")
        request.catalogue = snapshot.current()
        try:
            return view(request, *args, **kwargs)
        except cookie.Full:
            return _refused(request, "full")

    guarded = same_origin(refused=lambda request: _refused(request, "elsewhere"))(pressed)
    return login_not_required(require_http_methods(["GET", "HEAD", "POST"])(guarded))


@require_safe
@login_not_required
def tray(request):
    request.catalogue = snapshot.current()
    return _page(
        request, "catalogue/tray/tray.html", shown.of_tray(request, cookie.of(request), get_language())
    )


@button
def add(request):
    form = forms.Added(request.POST)
    if not form.is_valid():
        return _refused(request, "wrong")
    found = kinds.resolved(request.catalogue, get_language(), form.cleaned_data["key"])
    keys = [key for key in form.cleaned_data["key"] if key in found and not found[key].gone]
    if not keys:
        return _refused(request, "unknown")
    return _done(request, cookie.of(request).adding(*keys), keys[-1], found[keys[-1]])


@button
def remove(request):
    form = forms.Pressed(request.POST)
    if not form.is_valid():
        return _refused(request, "wrong")
    key = form.cleaned_data["key"]
    item = kinds.resolved(request.catalogue, get_language(), [key]).get(key)
    return _done(request, cookie.of(request).without(key), key, item)


@button
def move(request):
    form = forms.Moved(request.POST)
    if not form.is_valid():
        return _refused(request, "wrong")
    key, up = form.cleaned_data["key"], form.cleaned_data["direction"] == "up"
    return cookie.answer(_back(request, key), cookie.of(request).moving(key, up))


@button
def clear(request):
    """The page itself answers: the way back stands in it, signed, and nowhere else."""
    held = cookie.of(request)
    request._tray = cookie.Tray()
    context = shown.of_tray(request, request._tray, get_language())
    answer = _page(
        request,
        "catalogue/tray/tray.html",
        context | {"former": cookie.former(held) if held else "", "cleared": True},
    )
    return cookie.answer(answer, request._tray)


@button
def restore(request):
    former = cookie.restored(request.POST.get("former", ""))
    return cookie.answer(redirect("tray"), former or cookie.of(request))


@button
def municipality(request):
    form = forms.LivingIn(request.POST, request.catalogue.municipalities(get_language()))
    if not form.is_valid():
        return _refused(request, "municipality")
    changed = cookie.of(request).living_in(form.cleaned_data["municipality"])
    return cookie.answer(_back(request), changed)


@button
def here(request):
    """I am here: the visitor's place on one pathway."""
    form = forms.Standing(request.POST)
    if not form.is_valid():
        return _refused(request, "wrong")
    pathway, stage = form.cleaned_data["here"].split("/")
    key = f"p{pathway}/{stage}"
    if stage and not kinds.resolved(request.catalogue, get_language(), [key]):
        return _refused(request, "unknown")
    return cookie.answer(_back(request, key if stage else ""), cookie.of(request).standing(pathway, stage))


@require_safe
@login_not_required
def shared(request, token):
    """Somebody's list, read by whoever has its link."""
    found = _found(token)
    if found.over:
        return _page(request, "catalogue/tray/over.html", {}, 410)
    link = share.link_of(token, found.until)
    context = shown.of_list(snapshot.current(), get_language(), found.items, link)
    return _page(request, "catalogue/tray/shared.html", context | {"token": token})


@button
def copy(request, token):
    found = _found(token)
    if found.over:
        return _page(request, "catalogue/tray/over.html", {}, 410)
    return cookie.answer(redirect("tray"), cookie.of(request).adding(*found.items))


def _found(token):
    found = share.read(token)
    if found is None:
        raise Http404("no such list")
    return found


def _back(request, key=""):
    """To the page the button was on, at the thing itself; to the tray when that is not ours."""
    path = forms.own_path(request.POST.get("next", ""))
    if not path:
        return redirect("tray")
    return HttpResponseRedirect(f"{path}#{shown.anchor(key, path)}" if key else path)


def _done(request, changed, key, item):
    """A script is told what to show; without one the page is shown again."""
    if "application/json" not in request.headers.get("Accept", ""):
        return cookie.answer(_back(request, key), changed)
    number, added = len(changed.items), key in changed.items
    told = {
        "button": putting.button(added, key, item.title if item else ""),
        "link": putting.link(number),
        "said": shown.said(item, number, added=added),
    }
    return cookie.answer(JsonResponse(told), changed)
