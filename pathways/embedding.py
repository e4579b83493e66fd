"""A pathway inside the page of another website: its stages in order, each leading to its place in the portal."""

from django.conf import settings
from django.utils.translation import get_language

from catalogue.embed import embedded, nothing, page

from . import reading


@embedded
def pathway(request, slug):
    now, language = request.catalogue, get_language()
    found = reading.at(now, language, slug)
    if found is None:
        return nothing(request, 410 if reading.gone(now, language, slug) else 404)
    shown, _moved = found
    context = {"pathway": shown, "whole": f"{settings.HYTE_ORIGIN}{shown.url}"}
    return page(request, "pathways/embedded.html", context)
