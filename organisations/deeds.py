"""Lines of the usage log as a page shows them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit import actions
from organisations.doors import DOORS
from organisations.models import User
from organisations.roles import Role

KINDS = {
    "person": _("Person: %(name)s"),
    "referral": _("Referral: %(name)s"),
    "membership": _("Role number %(name)s"),
    "page": _("Page: %(name)s"),
    "message": _("Message: %(name)s"),
}
DETAILS = {
    "role": _("Role: %(value)s"),
    "organisation": _("Organisation: %(value)s"),
    "last day": _("Last day: %(value)s"),
    # by what the log was narrowed when it was read
    "since": _("From day: %(value)s"),
    "until": _("To day: %(value)s"),
    "person": _("Who did it: person number %(value)s"),
    "action": _("What was done: %(value)s"),
    "refused": _("Only what was refused"),
}
PAGES = {door.name: door.words for door in DOORS} | {
    "usage_log_report": _("Make a report of one person's data"),
    "invite": _("Invite a person"),
}


@dataclass(frozen=True)
class Line:
    at: object
    who: str
    role: str
    organisation: str
    what: str
    refused: bool
    about: str
    details: list


def lines(entries):
    """The lines of the log as people read them; names of persons as they are now, in one query."""
    entries = list(entries)
    ids = {entry.subject_id for entry in entries if entry.subject_kind == "person" and entry.subject_id}
    names = User.objects.names([int(one) for one in ids if one.isdecimal()])
    return [
        Line(
            at=entry.at,
            who=entry.actor_label or _someone(entry),
            role=role(entry.role),
            organisation=entry.organisation_label,
            what=actions.word(entry.action),
            refused=entry.denied,
            about=about(entry, names),
            details=[detail(one) for one in entry.fields] + ([entry.purpose] if entry.purpose else []),
        )
        for entry in entries
    ]


def _someone(entry):
    """Who is behind a line without a name: what was refused was tried by a person, the rest is the portal's work."""
    return _("Person not signed in") if entry.denied else _("The portal itself")


def role(code):
    return Role(code).words if code in Role.values else code


def about(entry, names):
    """Of whom or what the line is; a list tells only how many it showed."""
    if entry.shown:
        n = len(entry.shown)
        return ngettext("%(n)s record shown", "%(n)s records shown", n) % {"n": n}
    if not entry.subject_id:
        return ""
    known = {"person": names, "page": PAGES}.get(entry.subject_kind, {})
    name = known.get(entry.subject_id, entry.subject_id)
    return KINDS[entry.subject_kind] % {"name": name} if entry.subject_kind in KINDS else name


def detail(text):
    """A field seen or changed: ``role: editor`` in words, anything else as it is."""
    name, found, value = text.partition(": ")
    if not found or name not in DETAILS:
        return actions.field(text)
    words = {"role": role, "action": actions.word}.get(name, str)
    return DETAILS[name] % {"value": words(value)}
