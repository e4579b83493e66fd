"""Every visual component: one function here and, where it is more than a tag, one file in templates/components/.

Imports no app: what a component shows is handed to it.
"""

import json
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from hyteportal.forms import control, mistakes, shape

from . import drawn, picture, putting

register = template.Library()
for component in (
    drawn.icon,
    drawn.say,
    drawn.mini_cards,
    drawn.choices,
    drawn.map_place,
    drawn.map_entries,
    picture.locator,
):
    register.simple_tag(component)
register.simple_tag(control, name="control")
register.simple_tag(shape, name="field_shape")
register.simple_tag(mistakes)
for component in (drawn.cards, putting.tray_button, putting.tray_form):
    register.simple_tag(component, takes_context=True)

_MOST_SHOWN = 1000  # letters of what was typed that a field shows again
SWITCH = {"fi": "Suomeksi", "sv": "På svenska", "en": "In English"}


# ---------------------------------------------------------------- small things
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


@register.simple_tag
def head_links():
    """The styles and scripts of every page."""
    return drawn.part("_head_links.html")


# ---------------------------------------------------------------- languages
@lru_cache(maxsize=1000)
def _path(language, view, *words):
    """The address of a page without query, in a language; the home page's where it has none."""
    with override(language):
        try:
            return reverse(view, args=words)
        except NoReverseMatch:
            return reverse("home")


def _addresses(context):
    """{language: path} of this page in every language; home when it has no other."""
    match, given = getattr(context.get("request"), "resolver_match", None), context.get("alternates")
    codes = [code for code, _name in settings.LANGUAGES]
    if given:
        return {code: given(code) for code in codes}
    view, words = (match.view_name, [*match.args, *match.kwargs.values()]) if match else ("home", [])
    plain = [word if isinstance(word, str | int) else str(word) for word in words]
    return {code: _path(code, view, *plain) for code in codes}


@register.simple_tag(takes_context=True)
def top(context):
    """The head of every page, with links to the same page in the other languages, each named in its own."""
    request, here = context.get("request"), get_language()
    query = (
        getattr(request, "META", {}).get("QUERY_STRING") if getattr(request, "resolver_match", None) else ""
    )
    links = format_html_join(
        "",
        '<a data-sync-href href="{0}" lang="{1}" hreflang="{1}">{2}</a>',
        (
            (f"{path}?{query}" if query else path, code, SWITCH[code])
            for code, path in _addresses(context).items()
            if code != here
        ),
    )
    return drawn.frame("_top.html", context, links, putting.tray_link(context))


@register.simple_tag(takes_context=True)
def foot(context):
    """Help now, and the pages about the portal."""
    return drawn.frame("_foot.html", context)


@register.simple_tag(takes_context=True)
def alternates(context):
    """Canonical address and hreflang pairs; none for a page that is an error."""
    if not getattr(context.get("request"), "resolver_match", None):
        return ""
    origin, paths = settings.HYTE_ORIGIN, _addresses(context)
    canonical = context.get("canonical") or paths.get(get_language(), "")
    pairs = ((code, origin, path) for code, path in paths.items())
    return format_html(
        '<link rel="canonical" href="{}{}">\n{}',
        origin,
        canonical,
        format_html_join("\n", '<link rel="alternate" hreflang="{}" href="{}{}">', pairs),
    )


# ---------------------------------------------------------------- parts of pages
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


@register.simple_tag
def near_me(form=""):
    """The button that asks the browser where it is; nothing without script."""
    return drawn.part("components/near_me.html", {"form": form})


@register.simple_tag
def search_bar(found, form):
    """Words and place of the results page; ``found`` has the checked form."""
    given = {name: str(found.form[name].value() or "")[:_MOST_SHOWN] for name in ("q", "where")}
    if found.form.errors.keys() & given.keys():
        return render_to_string("components/search_bar.html", {"form": form, "errors": found.form} | given)
    return drawn.part("components/search_bar.html", {"form": form}, **given)


@register.inclusion_tag("components/search.html")
def search(address, label_id):
    """The search box of the pages that are not the results page."""
    return {"address": address, "label_id": label_id}


@register.simple_tag
def pager(page, previous, following):
    ways = {"previous": previous, "following": following}
    given = {name: "" for name, path in ways.items() if not path}
    ways = {name: path for name, path in ways.items() if path}
    return drawn.part("components/pager.html", given, now=page.number, all=page.paginator.num_pages, **ways)


@register.simple_tag
def map_key(locator):
    """What the signs of the picture mean, those that it has."""
    names = "approximate", "areas", "numbered"
    return drawn.part("components/map_key.html", {name: bool(getattr(locator, name)) for name in names})


@register.simple_tag
def map_view(map):
    """The button of the interactive map and the room it takes; nothing without script. Once a page."""
    return drawn.part("components/map.html", {"host": map["host"]}, data=map["data"])


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
    return format_html('<div class="note {}">{}<div>{}</div></div>', kind, drawn.icon(sign), content)
