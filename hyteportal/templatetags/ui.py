"""Every visual component: one function here and, where it is more than a tag, one file in templates/components/.

Imports no app: what a component shows is handed to it.
"""

import json

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

register = template.Library()

SWITCH = {"fi": "Suomeksi", "sv": "På svenska", "en": "In English"}


# ---------------------------------------------------------------- small things
@register.simple_tag
def icon(name):
    """An interface icon of the sprite; it says nothing that words beside it do not say."""
    return format_html(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        static("hyteportal/icons.svg"),
        name,
    )


@register.simple_tag
def picto(theme, tint="", size=""):
    """A theme's pictogram on its tile; a theme without one has none."""
    if not theme:
        return ""
    return format_html(
        '<span class="picto {} {}"><svg aria-hidden="true" focusable="false"><use href="{}#t-{}"/></svg></span>',
        size,
        tint,
        static("hyteportal/icons.svg"),
        theme,
    )


@register.simple_tag
def say(text):
    """A text of the catalogue; one in another language carries its own lang."""
    lang = getattr(text, "lang", "")
    return format_html('<span lang="{}">{}</span>', lang, text) if lang else text


@register.simple_tag
def paragraphs(text):
    """The same for a longer text: blank lines part paragraphs, single ones break lines."""
    lang = getattr(text, "lang", "")
    inside = SafeString(linebreaks(text, autoescape=True))
    return format_html('<div class="stack-s" lang="{}">{}</div>', lang, inside) if lang else inside


@register.simple_tag
def structured(described):
    """A schema.org description as a data block; nothing in it can close the element."""
    text = json.dumps(described, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


# ---------------------------------------------------------------- languages
def _addresses(context):
    """{language: path} of this page in every language, its query kept; home when it has no other."""
    request, given = context.get("request"), context.get("alternates")
    match = getattr(request, "resolver_match", None)
    query = (
        f"?{request.META['QUERY_STRING']}" if request and request.META.get("QUERY_STRING") and match else ""
    )
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            if given:
                found[code] = given(code) + query
                continue
            try:
                found[code] = reverse(match.view_name, args=match.args, kwargs=match.kwargs) + query
            except (AttributeError, NoReverseMatch):
                found[code] = reverse("home")
    return found


@register.inclusion_tag("components/languages.html", takes_context=True)
def languages(context):
    """Links to the same page in the other languages, each named in its own."""
    here = get_language()
    return {
        "links": [(code, path, SWITCH[code]) for code, path in _addresses(context).items() if code != here]
    }


@register.inclusion_tag("components/alternates.html", takes_context=True)
def alternates(context):
    """Canonical address and hreflang pairs; none for a page that is an error."""
    if not getattr(context.get("request"), "resolver_match", None):
        return {}
    paths = {code: path.partition("?")[0] for code, path in _addresses(context).items()}
    origin = settings.HYTE_ORIGIN
    canonical = context.get("canonical") or paths.get(get_language(), "")
    return {
        "canonical": origin + canonical,
        "links": [(code, origin + path) for code, path in paths.items()],
        "default": origin + reverse("home"),
    }


# ---------------------------------------------------------------- parts of pages
@register.inclusion_tag("components/card.html")
def card(card):
    """A service in a list; its name is the only link."""
    return {"card": card}


@register.inclusion_tag("components/mini_card.html")
def mini_card(card):
    return {"card": card}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*links):
    """Where the page stands: ``{% crumbs address words address words %}``."""
    return {"links": list(zip(links[::2], links[1::2], strict=True))}


@register.inclusion_tag("components/facets.html")
def facets(facets, form):
    """All filters: the first five, the rest behind one button; drawn from plain values."""
    return {
        "first": [facet for facet in facets if facet.first],
        "rest": [facet for facet in facets if not facet.first],
        "open": any(facet.chosen for facet in facets if not facet.first),
        "form": form,
    }


@register.inclusion_tag("components/choices.html")
def choices(facet, form):
    """One filter: a fieldset of checkboxes with counts."""
    return {"facet": facet, "form": form}


@register.inclusion_tag("components/search.html")
def search(address, label_id):
    """The search box of the pages that are not the results page."""
    return {"address": address, "label_id": label_id}


@register.inclusion_tag("components/pager.html")
def pager(page, previous, following):
    return {"page": page, "previous": previous, "following": following}


@register.inclusion_tag("components/locator.html")
def locator(locator):
    """The picture of where things are; the list beside it says the same."""
    return {"locator": locator}


@register.inclusion_tag("components/map_key.html")
def map_key(locator):
    """What the signs of the picture mean, those that it has."""
    return {"locator": locator}


@register.inclusion_tag("components/map.html")
def map_view(map):
    """The button of the interactive map and the room it takes; nothing without script. Once a page."""
    return {"map": map}


@register.inclusion_tag("components/map_place.html")
def map_place(line):
    """A place as a list says it: name, municipality, whether the point is only roughly known."""
    return {"line": line}


@register.inclusion_tag("components/verified.html")
def verified(fresh, who=""):
    """When and by whom the record was confirmed; overdue and never confirmed say so."""
    return {"fresh": fresh, "who": who}


@register.inclusion_tag("components/contact.html")
def contact(link):
    return {"link": link}


@register.simple_block_tag
def answer(content, question):
    """One row of a service page: the question and its answer."""
    return format_html('<section class="answer"><h2>{}</h2><div>{}</div></section>', question, content)


@register.simple_block_tag
def note(content, kind="", sign="info"):
    """Information (no kind), data out of date (sun), safety (stone)."""
    return format_html('<div class="note {}">{}<div>{}</div></div>', kind, icon(sign), content)
