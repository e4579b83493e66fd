"""A referral on its way: its kind, who makes it, what was typed so far, and who may receive it.

The same for a professional, whose draft keeps what is typed, and for a resident, whose page carries it.
"""

import json

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue import cards, snapshot
from catalogue.models import Listing, Service
from organisations.models import Municipality
from pathways.guidance import Situation, suggest

from . import offers
from .forms.client import NO, ClientForm
from .forms.need import GROUPS, NeedForm

CLIENT, NEED, SEND = "client", "need", "send"
SECRET = "identity_code"  # noqa: S105  a field's name: it is never shown again, so an empty one keeps what there is
KEPT = "services"  # what the page of a service brought stays until another is chosen
BRISK_ENOUGH, STRENGTH_ENOUGH = (
    150,
    2,
)  # minutes and times a week: UKK Institute, recommendation for adults (2019)


class Making:
    own = False
    forms = {CLIENT: ClientForm, NEED: NeedForm}

    def __init__(self, kind, sender, typed=None, *, practice=False):
        self.kind, self.sender, self.practice = kind, sender, practice
        self.typed = dict(typed or {})
        self._checked = {}  # {step: its form}, of what is typed now

    # ------------------------------------------------------------ what is typed
    def take(self, step, data):
        """Remember a screen as it was sent. Returns its form, checked."""
        before, form = self.typed, self.forms[step](making=self)
        new = form.typed(data)
        if SECRET in new and not "".join(new[SECRET]):
            new[SECRET] = before.get(SECRET, [])
        if new.get("consent"):
            # by the page that was sent
            new["heard"] = sorted(set(self.notices) & set(data.getlist("notice") or self.notices))
            same = all(new.get(name) == before.get(name) for name in ("consent", "municipality", "heard"))
            # another receiver or notice: said anew
            new["consented_at"] = before.get("consented_at") if same else None
            new["consented_at"] = new["consented_at"] or [timezone.now().isoformat()]
        self.typed, self._checked = before | new, {}
        self.__dict__.pop("municipality", None)
        return self.checked(step)

    def checked(self, step):
        """The form of a screen with what was typed there; asked once."""
        if step not in self._checked:
            self._checked[step] = self.forms[step].bound(self)
            self._checked[step].is_valid()
        return self._checked[step]

    def fill(self, **values):
        """What the page somebody came from knows; it never overwrites what was typed."""
        self.typed = {name: [str(one)] for name, one in values.items() if one} | self.typed
        return self

    def said(self, name):
        return (self.typed.get(name) or [""])[0]

    @property
    def so_far(self):
        """What the side of the page says of the client."""
        form = self.checked(CLIENT)
        ways = [text for text in (form["phone"].value(), form["contact_note"].value()) if text]
        consent = (
            dict(form.fields["consent"].choices).get(self.said("consent")) if "consent" in form.fields else ""
        )
        return {
            "name": form.right("name"),
            "born": form.right("born", None),
            "contact": ", ".join(ways),
            "consent": consent,
            "consented_at": self.consented_at,
        }

    @property
    def consented_at(self):
        """When the answer about consent was written down."""
        return parse_datetime(self.said("consented_at"))

    @property
    def other_language(self):
        here = (get_language() or "fi")[:2]
        return next((code for code, _name in settings.LANGUAGES if code != here), here)

    @property
    def notices(self):
        """What the text of the consent stands on now; the page carries it."""
        return [_notice(row[0]) for row in self.agreements]

    def heard(self, agreement):
        """Whether the client answered to what this agreement's notice says now."""
        return _notice(agreement) in self.typed.get("heard", [])

    @property
    def refused(self):
        """The client did not agree."""
        return self.said("consent") == NO

    # ------------------------------------------------------------ where
    @cached_property
    def towns(self):
        return Municipality.objects.here().by_name((get_language() or "fi")[:2])

    @cached_property
    def municipality(self):
        code = self.said("municipality")
        return next((one for one in self.towns if one.pk == code), None)

    @cached_property
    def offers(self):
        return offers.offers(self.sender, self.kind, practice=self.practice)

    @property
    def open(self):
        """Whom it may be sent to."""
        return offers.open_to(self.offers, self.municipality)

    @property
    def shut(self):
        """``(offer, why not)``; of other municipalities' teams nothing is said."""
        here = [one for one in self.offers if not one.agreement and one.serves(self.municipality)]
        asked = offers.contact() if here else ""
        return [(one, one.problem(self.municipality, asked)) for one in here]

    @property
    def named(self):
        """The offers that the text of the consent names: the municipality may be chosen on the same screen."""
        return [one for one in self.offers if one.agreement]

    @property
    def agreements(self):
        """``(agreement, codes of municipalities, teams)`` of all that may receive it, for the text of the consent."""
        found = {}
        for one in self.named:
            towns, teams = found.setdefault(one.agreement.pk, (one.agreement, set(), []))[1:]
            towns |= one.towns or {town.pk for town in self.towns}
            teams.append(one.team)
        return list(found.values())

    def asking_code(self):
        """The receiver whose agreement needs the personal identity code; None when none does."""
        needing = [row[0].receiver for row in self.agreements if row[0].needs_identity_code]
        return needing[0] if needing else None

    def needs_code(self, municipality):
        return any(
            one.agreement.needs_identity_code for one in offers.open_to(self.offers, municipality)
        ) and bool(municipality)

    # ------------------------------------------------------------ what may suit
    def suggested(self):
        """``(id, words)`` of services: those that the referral came from, and guidance by the reasons chosen."""
        came = self._service_ids()
        chosen = {code for name in GROUPS for code in self.typed.get(name, [])}
        language = (get_language() or "fi")[:2]
        situation = Situation(
            municipality=self.said("municipality"),
            needs=frozenset(chosen),
            wishes=frozenset(chosen),
            barriers=frozenset(chosen),
        )
        found = (
            [one.target for one in suggest(situation, snapshot.current(), language).services]
            if chosen
            else []
        )
        ids = list(dict.fromkeys([*came, *found]))
        shown = {one.id: one for one in cards.read(Listing.objects.cards(ids, language), ids)} if ids else {}
        return [(str(key), str(shown[key].name)) for key in ids if key in shown]

    @property
    def services(self):
        return list(Service.objects.in_bulk(self._service_ids()).values())

    def _service_ids(self):
        """As they were sent: what is too long for an id is none."""
        return [
            int(one) for one in self.typed.get(KEPT, []) if one.isascii() and one.isdigit() and len(one) < 10
        ]


def _notice(agreement):
    return f"{agreement.pk} {agreement.notice_version}"


def activity_words(need):
    """How much the client moves beside the recommendation, of columns as ``NeedForm.need`` gives them."""
    said = json.loads(need.get("activity") or "{}")
    if not said:
        return ""
    minutes = said.get("brisk", 0) + 2 * said.get("vigorous", 0)
    values = {"minutes": minutes, "times": said.get("strength", 0)}
    if minutes >= BRISK_ENOUGH and values["times"] >= STRENGTH_ENOUGH:
        words = _("%(minutes)s / 150 min and %(times)s / 2 times a week: as recommended.")
    else:
        words = _("%(minutes)s / 150 min and %(times)s / 2 times a week: less than recommended.")
    return words % values
