"""What stands on the front page of the workspace and in its menu, and in which roles: data alone."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from organisations.granting import DECIDING
from organisations.roles import Role

ALL = tuple(Role)


class Door(NamedTuple):
    name: str  # of the address
    words: str
    says: str
    sign: str  # icon
    roles: tuple
    in_menu: bool = True


CLIENTS = (Role.PROFESSIONAL, Role.ADVISER, Role.INTAKE)  # who meets them

DOORS = [
    Door(
        "referral_front",
        _("Referrals"),
        _("See what waits for you, what has arrived and what came of it."),
        "flag",
        (*CLIENTS, Role.REFERRAL_COORDINATOR),
    ),
    Door(
        "referral_new",
        _("New referral"),
        _("Refer a client to exercise, wellbeing or culture advice."),
        "plus",
        (Role.PROFESSIONAL,),
    ),
    Door(
        "admin:index",
        _("Maintenance of services"),
        _("Services, places and organisations: what the public sees."),
        "edit",
        (*Role.editing(), Role.COORDINATOR),
    ),
    Door("people", _("People and roles"), _("Invite people, give roles and end them."), "people", DECIDING),
    Door(
        "messages_stuck",
        _("Messages that could not be sent"),
        _("See which messages wait or did not go out, and send them again."),
        "mail",
        (Role.COORDINATOR, Role.ADMINISTRATOR),
        in_menu=False,
    ),
    Door(
        "job_runs",
        _("Scheduled jobs"),
        _("See when each job last ran and whether it went well."),
        "clock",
        (Role.COORDINATOR, Role.ADMINISTRATOR),
        in_menu=False,
    ),
    Door(
        "usage_log",
        _("Usage log"),
        _("See who has read and changed what, and make a report of one person's data."),
        "document",
        (Role.AUDITOR,),
    ),
    Door(
        "referral_figures",
        _("Figures of referrals"),
        _("See how many referrals are made, how fast they are answered and what comes of them."),
        "list",
        (Role.COORDINATOR, Role.REFERRAL_COORDINATOR, Role.MAIN_USER, Role.EDITOR),
        in_menu=False,
    ),
    Door(
        "together",
        _("Search together with a client"),
        _("Choose together what the client needs. You get suggestions with their reasons."),
        "search",
        CLIENTS,
        in_menu=False,
    ),
]


def open_to(roles):
    return [door for door in DOORS if roles & set(door.roles)]
