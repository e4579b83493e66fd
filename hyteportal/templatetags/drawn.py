"""Components that stand many times on a page. Their template is rendered once for each of its forms, with slots for
the texts; afterwards only the slots are filled. A form is the language and which of the texts there are.

``filled`` and ``joined`` do what Django's format_html and format_html_join do, for plain texts in a third of their
time; what is not marked safe is escaped there and nowhere else.
"""

from functools import lru_cache, wraps
from html import escape

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_FORMS = 2000  # forms and counts kept in mind, of each kind


# ---------------------------------------------------------------- the one place where markup is put together
def _escaped(value):
    return value if value.__class__ is SafeString else escape(str(value))


def filled(form, *values, **named):
    """The markup of the form with the values in its slots."""
    return SafeString(form.format(*map(_escaped, values), **{name: _escaped(named[name]) for name in named}))


def joined(pieces, between=""):
    return SafeString(between.join(map(_escaped, pieces)))


def _kept(function):
    """In mind for the life of the process; while pages are being developed templates change under it."""
    kept = lru_cache(maxsize=_FORMS)(function)

    @wraps(function)
    def found(*form):
        return function(*form) if settings.DEBUG else kept(*form)

    return found


# ---------------------------------------------------------------- small things
def say(text):
    """A text of the catalogue; one in another language carries its own lang."""
    lang = getattr(text, "lang", "")
    return filled('<span lang="{}">{}</span>', lang, text) if lang else text


@_kept
def icon(name):
    """An interface icon of the sprite; it says nothing that words beside it do not say."""
    form = '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>'
    return filled(form, static("hyteportal/icons.svg"), name)


# ---------------------------------------------------------------- parts that are the same on every page
@_kept
def _part(language, template, *given):
    return _tight(render_to_string(template, dict(given)))


def _tight(markup):
    """Without indents: the same in each of twenty costs bytes."""
    return "\n".join(line for row in markup.splitlines() if (line := row.strip()))


def part(template, given=None, **slots):
    """A template that is rendered once for a language and what is ``given`` (names and plain values); where it says
    ``{name}`` because a slot was given that as its value, the slot's own value stands.
    """
    fixed = {name: _braced(value) for name, value in (given or {}).items()}
    named = {name: f"{{{name}}}" for name in slots}
    return filled(_part(get_language(), template, *(fixed | named).items()), **slots)


def _braced(value):
    """A name as the fixed part of a form."""
    return value.replace("{", "{{").replace("}", "}}") if isinstance(value, str) else value


_SAME = (
    "portal_name",
    "county_name",
    "is_demo",
)  # what stands in it beside the language and the place in the menu


def frame(template, context, languages="", tray=""):
    """The head or the foot of every page."""
    match = getattr(context.get("request"), "resolver_match", None)
    same = {name: context.get(name, "") for name in _SAME}
    return part(template, same | {"here": match.view_name if match else ""}, languages=languages, tray=tray)


# ---------------------------------------------------------------- services in lists
_CARD = (
    "key",
    "url",
    "name",
    "provider",
    "summary",
    "where",
    "when",
    "price",
    "access",
    "languages",
    "distance",
)
_MINI = ("url", "name", "provider", "summary")


@_kept
def _form(template, language, theme, tint, state, texts, on_tray=None):
    slots = {name: f"{{{name}}}" for name in texts}
    fresh = {"state": state, "date": "{checked}"}
    card = {"theme": theme, "tint": tint, "fresh": fresh} | slots
    return _tight(render_to_string(template, {"card": card, "on_tray": on_tray}))


def _listed(template, cards, names, tray=None):
    language, lying = get_language(), () if tray is None else tray.items
    for card in cards:
        texts = {name: say(value) for name in names if (value := getattr(card, name))}
        fresh = card.fresh
        on_tray = None if tray is None else card.key in lying
        form = _form(template, language, card.theme, card.tint, fresh.state, tuple(texts), on_tray)
        yield filled(form, checked=fresh.date, **texts)


def cards(context, cards):
    """Services in a list; the name of each is its only link. Where the visitor has a tray, its button."""
    tray = context.get("tray")
    if tray is not None and cards and (request := context.get("request")):
        request.tray_buttons = True  # the page needs their form
    return joined(_listed("components/card.html", cards, _CARD, tray))


def mini_cards(cards):
    return joined(_listed("components/mini_card.html", cards, _MINI))


# ---------------------------------------------------------------- filters
@_kept
def _option(language, form, name, value, label, lang):
    """A checkbox up to where ``checked`` stands, and from there up to its count."""
    said = filled('<span lang="{}">{}</span>', lang, label) if lang else label
    box = '<label class="opt">\n<input type="checkbox" form="{}" name="{}" value="{}"'
    return filled(box, form, name, value), filled(">\n<span>{}</span>", said)


@_kept
def _counted(language, number):
    return filled("{}\n</label>\n", render_to_string("components/counted.html", {"number": number}))


_CHECKED = filled(" checked"), filled("")


def choices(facet, form):
    """One filter: a fieldset of checkboxes with counts."""
    language, name, pieces = get_language(), facet.name, []
    for option in facet.options:
        label = option.label
        before, after = _option(language, form, name, option.value, label, getattr(label, "lang", ""))
        pieces += [before, _CHECKED[not option.chosen], after, _counted(language, option.count)]
    whole = '<fieldset>\n<legend>{}</legend>\n<div class="opts">\n{}</div>\n</fieldset>\n'
    return filled(whole, facet.legend, joined(pieces))


# ---------------------------------------------------------------- places in lists
def map_place(line):
    """A place as a list says it: name, municipality, whether the point is only roughly known."""
    name, municipality = say(line.name), say(line.municipality)
    if line.approximate:
        form = '{}, {} <span class="soft">{}</span>' if municipality else '{}{} <span class="soft">{}</span>'
        return filled(form, name, municipality, _("(approximate place)"))
    return filled("{}, {}", name, municipality) if municipality else name


def map_entries(entries):
    """Services with their places, as the items of a numbered list."""
    entry, place = '<li><a href="{}">{}</a>', '<span class="small">{}</span>'
    return joined(
        filled(entry + place * len(lines) + "</li>", url, say(name), *map(map_place, lines))
        for url, name, lines in entries
    )
