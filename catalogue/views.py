"""The catalogue's public pages."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from organisations.models import Organisation

from . import cards, counted, maps, pages, results, snapshot
from .addresses import Address
from .caching import public
from .filters import ServiceFilter
from .models import Listing, Service
from .search import suggesting
from .wording import count

PAGE_SIZE = 20
MOST_PAGED = 50 * PAGE_SIZE  # who is so far down wants another search, not another page
UNLISTED = {"X-Robots-Tag": "noindex"}


@require_safe
@login_not_required
@public
def services(request):
    """Search and browse: the address is the whole state."""
    language, towns = get_language(), request.catalogue.municipalities(get_language())
    found = ServiceFilter(request.GET, language, request.catalogue)
    page, address = _page(found.number, request), Address(request.path, found)
    shown = _cards(found.ids(page.object_list.start, page.object_list.stop), language)
    data, whole = (Address(reverse(name), found).canonical for name in ("map_data", "service_map"))
    counted.search(request, found, page.number)
    context = results.around(found, address, towns) | {
        "found": found,
        "facets": found.facets,
        "page": page,
        "pages": _neighbours(page, address.page),
        "most": MOST_PAGED if found.number > MOST_PAGED and not page.has_next() else 0,
        "cards": results.with_distances(shown, found),
        "address": address,
        "canonical": address.path,
        "map": maps.of_results(shown, page.start_index(), towns, data=data, whole=whole),
    }
    return render(request, "catalogue/services.html", context)


@require_safe
@login_not_required
@public
def suggestions(request):
    """What the search box offers while somebody types; nothing for what is no search."""
    typed = request.GET.get("q", "").replace("\x00", "")
    rows = suggesting.suggestions(typed, get_language(), request.catalogue)
    answer = {
        "suggestions": [row.as_json() for row in rows],
        "status": ngettext(
            "%(n)s suggestion. Use the arrow keys.", "%(n)s suggestions. Use the arrow keys.", len(rows)
        )
        % {"n": len(rows)},
    }
    return JsonResponse(answer, headers=UNLISTED)


@require_safe
@login_not_required
@public
def service_map(request):
    """Where the results are: the county's picture and the places by municipality, for all pages of results."""
    language = get_language()
    found = ServiceFilter(request.GET, language, request.catalogue)
    address, towns = Address(request.path, found), request.catalogue.municipalities(language)
    data = Address(reverse("map_data"), found).canonical
    shown = _cards(found.ids(0, maps.MOST), language)
    context = {
        "found": found,
        "address": address,
        "canonical": address.path,
        "results": Address(reverse("services"), found).canonical,
        "map": maps.of_services(shown, found.number, towns, data=data),
    }
    return render(request, "catalogue/map.html", context)


@require_safe
@login_not_required
def map_data(request):
    """The same for the script of the map, as GeoJSON."""
    language = get_language()
    found = ServiceFilter(request.GET, language)
    collection = maps.collection(
        maps.spots(_cards(found.ids(0, maps.MOST), language)),
        found.snapshot.municipalities(language),
        lambda key: Address(reverse("map_cards", args=[key]), found).canonical,
    )
    return JsonResponse(collection, headers=UNLISTED)


@require_safe
@login_not_required
def service_places(request, pk):
    """The places of one service for the script, with what else happens there."""
    language, now = get_language(), snapshot.current()
    own = _cards([pk] if now.holds(pk) else [], language)
    if not own:
        raise Http404("no such service")
    places = [place["id"] for place in own[0].places]
    there = Service.objects.published().using_places(places).by_name(language)
    collection = maps.data_of_service(
        own[0],
        _cards(list(there.values_list("pk", flat=True)[: maps.MOST]), language),
        now.municipalities(language),
        lambda key: reverse("map_cards", args=[key]),
    )
    return JsonResponse(collection, headers=UNLISTED)


@require_safe
@login_not_required
def map_cards(request, keys):
    """A piece of a page: the cards of the results at some spots of the map."""
    language = get_language()
    found = ServiceFilter(request.GET, language)
    there = maps.at_spots(keys, _cards(found.ids(0, maps.MOST), language))
    context = {
        "cards": there[:PAGE_SIZE],
        "more": count(len(there)) if len(there) > PAGE_SIZE else "",
        "whole": f"{Address(reverse('service_map'), found).canonical}#{keys[0]}",
    }
    answer = render(request, "catalogue/_map_cards.html", context)
    for name, value in UNLISTED.items():
        answer[name] = value
    return answer


@require_safe
@login_not_required
@public
def service(request, pk, slug):
    """One service; 410 with alternatives when it was public once."""
    language, now = get_language(), request.catalogue
    similar = now.like(pk)
    document, found = Listing.objects.page(pk, similar, language)
    if document is None:
        raise Http404("no such service")
    if slug != document["slug"]:
        return HttpResponsePermanentRedirect(document["addresses"][language])
    [card] = cards.read(found, [pk])
    counted.opening(request, language)
    context = {"alternates": document["addresses"].get, "name": card.name}
    if document["gone"]:
        context["others"] = _cards(pages.instead_of(document, now), language)
        return render(request, "410.html", context, status=410)
    context["others"] = cards.read(found, similar)
    data = reverse("service_places", args=[pk])
    context["map"] = maps.of_service(card, now.municipalities(language), data=data)
    return render(request, "catalogue/service.html", context | pages.of_service(document, card))


@require_safe
@login_not_required
@public
def organisation(request, pk, slug):
    """Who answers for services, and which: the organisation's own and its units'."""
    language = get_language()
    shown, units = Organisation.objects.page(pk)
    if shown is None:
        raise Http404("no such organisation")
    if slug != shown.slug:
        return HttpResponsePermanentRedirect(shown.get_absolute_url())
    provided = Service.objects.published().provided_by(shown).by_name(language)
    provided = list(provided.values_list("pk", flat=True))
    page = _page(len(provided), request)
    context = pages.of_organisation(shown, units) | {
        "page": page,
        "pages": _neighbours(page, lambda number: f"{request.path}?page={number}"),
        "cards": _cards([provided[number] for number in page.object_list], language),
        "heading": count(len(provided)),
        "alternates": shown.get_absolute_url,
    }
    return render(request, "catalogue/organisation.html", context)


def _cards(ids, language):
    return cards.read(Listing.objects.cards(ids, language), ids)


def _page(number, request):
    """The page of results that the address asks for."""
    try:
        return Paginator(range(min(number, MOST_PAGED)), PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404("no such page of results") from None


def _neighbours(page, address):
    """Addresses of the previous and the next page, where there is one."""
    return {
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "following": address(page.next_page_number()) if page.has_next() else "",
    }
