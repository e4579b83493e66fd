"""Who may receive a referral: teams that take the kind, with the agreement that lets them, or why not."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from organisations.models import Organisation

from .models import Agreement, Kind, Team


@dataclass(frozen=True)
class Offer:
    """One team. ``agreement`` is the one in force between it and the sender, None without one."""

    team: Team
    agreement: Agreement | None
    towns: frozenset  # codes of the municipalities it serves; empty: all

    def serves(self, municipality):
        return not self.towns or municipality is None or municipality.pk in self.towns

    @property
    def receiver(self):
        """Whom the client's consent names: the agreement's receiver, who answers for its own record."""
        return self.agreement.receiver if self.agreement else self.team.organisation

    def problem(self, municipality, contact=""):
        """Why it cannot be chosen, in a sentence; empty when it can."""
        if self.agreement is None:
            words = _(
                "This referral cannot be made because there is no agreement in force. Receiver: %(org)s. More "
                "information: %(contact)s"
            )
            return words % {"org": self.team.organisation, "contact": contact or "–"}
        if not self.serves(municipality):
            return _("Serves other municipalities.")
        return ""

    @property
    def capacity(self):
        """In words: "Has room", "Waiting list, about 3 weeks"."""
        said = self.team.get_capacity_display()
        if self.team.waiting_weeks:
            weeks = self.team.waiting_weeks
            said = ngettext("Waiting list, about %(n)s week", "Waiting list, about %(n)s weeks", weeks) % {
                "n": weeks
            }
        return said[:1].upper() + said[1:]

    @property
    def confirmed(self):
        return self.team.capacity_confirmed()


def offers(sender, kind, *, practice=False, today=None):
    """Of every team that takes the kind, in the order of names: three queries, however many there are.

    ``sender`` is the referrer's unit, None for a resident's own referral.
    """
    today = today or timezone.localdate()
    agreements = Agreement.objects.active(today).of_kind(kind).for_offers()
    agreements = list(agreements.sent_by(sender.lineage()) if sender else agreements.with_itself())
    teams = Team.objects.taking(kind).practising(practice).for_choice((get_language() or "fi")[:2])
    return [
        Offer(team, _first(agreements, team), frozenset(one.pk for one in team.municipalities.all()))
        for team in teams.with_towns()
    ]


def by_kind(sender, *, practice=False):
    """``(kind, those of its offers that an agreement lets)`` of every kind in use."""
    return [
        (kind, [one for one in offers(sender, kind, practice=practice) if one.agreement])
        for kind in Kind.objects.active().in_order()
    ]


def _first(agreements, team):
    above = team.organisation.lineage()
    return next((one for one in agreements if one.receiver_id in above), None)


def open_to(found, municipality):
    """Those that can be chosen for a client of this municipality."""
    return [one for one in found if one.agreement and one.serves(municipality)]


def contact():
    """Whom to ask about agreements."""
    return Organisation.objects.phone_of_the_county()
