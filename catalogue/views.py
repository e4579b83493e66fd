"""The catalogue's public pages."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from fields.text import text
from organisations.models import Organisation

from . import cards, maps, pages
from .addresses import Address
from .filters import ServiceFilter
from .models import Service
from .wording import count, heading

PAGE_SIZE = 20
UNLISTED = {"X-Robots-Tag": "noindex"}


@require_safe
@login_not_required
def services(request):
    """Search and browse: the address is the whole state."""
    found = ServiceFilter(request.GET, get_language())
    try:
        page = Paginator(found.results.with_card(), PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404("no such page of results") from None
    facets, address = found.facets, Address(request.path, found)
    context = {
        "found": found,
        "facets": facets,
        "page": page,
        "pages": _neighbours(page, address.page),
        "cards": [cards.card(service) for service in page],
        "heading": heading(page.paginator.count, facets),
        "address": address,
        "canonical": address.path,
        "map": maps.of_results(
            list(page),
            page.start_index(),
            data=Address(reverse("map_data"), found).canonical,
            whole=Address(reverse("service_map"), found).canonical,
        ),
    }
    return render(request, "catalogue/services.html", context)


@require_safe
@login_not_required
def service_map(request):
    """Where the results are: the county's picture and the places by municipality, for all pages of results."""
    found = ServiceFilter(request.GET, get_language())
    number, address = found.results.count(), Address(request.path, found)
    data = Address(reverse("map_data"), found).canonical
    context = {
        "found": found,
        "address": address,
        "canonical": address.path,
        "results": Address(reverse("services"), found).canonical,
        "map": maps.of_services(maps.shown(found.results), number, data=data),
    }
    return render(request, "catalogue/map.html", context)


@require_safe
@login_not_required
def map_data(request):
    """The same for the script of the map, as GeoJSON."""
    found = ServiceFilter(request.GET, get_language())
    collection = maps.collection(
        maps.spots(maps.shown(found.results)),
        lambda key: Address(reverse("map_cards", args=[key]), found).canonical,
    )
    return JsonResponse(collection, headers=UNLISTED)


@require_safe
@login_not_required
def service_places(request, pk):
    """The places of one service for the script, with what else happens there."""
    shown = get_object_or_404(Service.objects.published().with_page(), pk=pk)
    there = maps.shown(Service.objects.published().using_places(shown.places.all()).by_name(get_language()))
    collection = maps.data_of_service(shown, there, lambda key: reverse("map_cards", args=[key]))
    return JsonResponse(collection, headers=UNLISTED)


@require_safe
@login_not_required
def map_cards(request, keys):
    """A piece of a page: the cards of the results at some spots of the map."""
    found = ServiceFilter(request.GET, get_language())
    there = maps.at_spots(keys, found.results)
    number = there.count()
    context = {
        "cards": [cards.card(service) for service in there.with_card()[:PAGE_SIZE]],
        "more": count(number) if number > PAGE_SIZE else "",
        "whole": f"{Address(reverse('service_map'), found).canonical}#{keys[0]}",
    }
    answer = render(request, "catalogue/_map_cards.html", context)
    for name, value in UNLISTED.items():
        answer[name] = value
    return answer


@require_safe
@login_not_required
def service(request, pk, slug):
    """One service; 410 with alternatives when it was public once."""
    shown = get_object_or_404(Service.objects.once_public().with_page(), pk=pk)
    if slug != shown.slug:
        return HttpResponsePermanentRedirect(shown.get_absolute_url())
    others = [cards.card(other) for other in Service.objects.like(shown).with_card()[:3]]
    context = {"others": others, "alternates": shown.get_absolute_url, "name": text(shown, "name")}
    if shown.is_gone:
        return render(request, "410.html", context, status=410)
    context["map"] = maps.of_service(shown, data=reverse("service_places", args=[shown.pk]))
    return render(request, "catalogue/service.html", context | pages.of_service(shown))


@require_safe
@login_not_required
def organisation(request, pk, slug):
    """Who answers for services, and which: the organisation's own and its units'."""
    shown = get_object_or_404(Organisation.objects.with_page(), pk=pk)
    if slug != shown.slug:
        return HttpResponsePermanentRedirect(shown.get_absolute_url())
    provided = Service.objects.published().provided_by(shown).by_name(get_language()).with_card()
    try:
        page = Paginator(provided, PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404("no such page of services") from None
    context = pages.of_organisation(shown) | {
        "page": page,
        "pages": _neighbours(page, lambda number: f"{request.path}?page={number}"),
        "cards": [cards.card(row) for row in page],
        "heading": count(page.paginator.count),
        "alternates": shown.get_absolute_url,
    }
    return render(request, "catalogue/organisation.html", context)


def _neighbours(page, address):
    """Addresses of the previous and the next page, where there is one."""
    return {
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "following": address(page.next_page_number()) if page.has_next() else "",
    }
