"""Small parts of the pages of referrals: a state as a tag, a date as people say it, a line of the timeline."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from fields import identifiers
from hyteportal.templatetags.drawn import filled, icon
from referrals import lifecycle, reasons, words, worklists

register = template.Library()


@register.simple_tag
def state_tag(assignment, side="team"):
    """The state in words; one that the team has not opened yet is new."""
    state, label = assignment.state, assignment.get_state_display()
    if side == "team" and state == lifecycle.SENT and assignment.seen_at is None:
        label = pgettext("state of a referral", "New")
    return filled('<span class="tag {}">{}</span>', worklists.TINTS.get(state, ""), label)


@register.simple_tag
def due(day, today=None):
    """When something is promised: late in red with a sign, today, or the day with its weekday."""
    if day is None:
        return ""
    late = ((today or timezone.localdate()) - day).days
    if late > 0:
        said = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
        return filled('<span class="due late">{}{}</span>', icon("warning"), said)
    said = _("Today") if late == 0 else date_format(day, "D j.n.").lower()
    return filled('<span class="due">{}</span>', said)


@register.simple_tag
def day_words(day):
    """With its weekday, for a sentence of its own: ti 24.11.2026."""
    return date_format(day, "D j.n.Y").lower() if day else ""


@register.simple_tag
def event_words(event):
    """What happened: the move in the past, and the word of a reason."""
    said = worklists.HAPPENED.get(event.move) or words.MOVES.get(event.move, event.move)
    return f"{said}: {reasons.word(event.reason)}" if event.reason in reasons.REASONS else said


@register.simple_tag
def reason_word(code):
    return reasons.word(code)


@register.filter
def at(moment):
    """A moment of the timeline: pe 20.11.2026 klo 10.15."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'D').lower()} {date_format(local, 'SHORT_DATETIME_FORMAT')}"


@register.filter
def get(rows, key):
    return rows.get(key)


@register.filter
def national(phone):
    """As people in Finland write it."""
    return identifiers.national(phone)
