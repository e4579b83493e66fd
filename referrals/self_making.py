"""A resident's own referral on its way: it stands sealed in the page and nowhere else until a code was confirmed."""

import logging
import time
import uuid
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from organisations.scope import Scope, within
from outbox import sending
from pathways.assessments.sealing import seal, unseal

from . import codes, deeds, limits, making
from .forms.own_new import OwnClientForm, OwnNeedForm
from .models import Consent, Link, Referral
from .models.moving import born

LASTS = 60 * 60  # seconds from one screen to the next
LONGEST = 60_000  # characters of the sealed field
SENT_FROM_NETWORK, SENT_TO_ADDRESS = 10, 3  # codes in an hour
HOUR = 3600
PURPOSE = "referrals.own."

log = logging.getLogger("referrals")


class Gone(Exception):
    """The field is too old, not ours or of another kind."""


class TooOften(Exception):
    pass


class NoneLeft(Exception):
    """So many codes went this way, to whomever, that no more do for now."""


class OwnMaking(making.Making):
    own = True
    forms = {making.CLIENT: OwnClientForm, making.NEED: OwnNeedForm}

    @property
    def named(self):
        """The consent stands on the last screen: who does not serve the client's municipality is not named."""
        return self.open

    @property
    def protected(self):
        return bool(self.checked(making.CLIENT).right("non_disclosure", False))

    @property
    def texts(self):
        """Whether the code may go by text message."""
        return sending.offered("sms")


@dataclass(frozen=True)
class Page:
    """``key`` becomes the referral's: sent twice it makes one. ``code`` is a digest."""

    kind: str
    typed: dict = field(default_factory=dict)
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    team: int = 0
    code: str = ""
    until: int = 0
    sent_to: str = ""  # as shown

    @classmethod
    def unsealed(cls, kind, text):
        if not text or len(text) > LONGEST:
            raise Gone
        try:
            return cls(kind.pk, **unseal(text, PURPOSE + kind.pk, LASTS))
        except ValueError:
            raise Gone from None

    @property
    def sealed(self):
        held = {name: value for name, value in vars(self).items() if name != "kind"}
        return seal(held, PURPOSE + self.kind)

    def with_code(self, *, team, channel, address, shown, language, network):
        """A code is on its way. Raises TooOften: nobody's phone is rung for by this page; and NoneLeft: nor is the bill
        of all of them driven up from many networks.
        """
        if _more("network", network, SENT_FROM_NETWORK) or _more(
            "address", _digest(address), SENT_TO_ADDRESS
        ):
            raise TooOften
        if _spent(channel):
            log.warning("own referrals: no more codes by %s for now", channel)
            raise NoneLeft
        code, key = codes.new(), str(uuid.uuid4())
        with transaction.atomic():
            codes.send(code, address=address, channel=channel, language=language, key=f"own:{key}")
        until = int(time.time()) + codes.MINUTES * 60
        digest = codes.digest(code, self.key)
        return replace(self, team=team, code=digest, until=until, sent_to=shown)

    def confirmed(self, typed):
        """Whether this is the code that was sent, in time and within a few tries."""
        if time.time() > self.until or _more("try", self.code, codes.TRIES):
            return False
        return codes.same(typed, self.code, self.key)


def _digest(address):
    return codes.digest(address.casefold(), "address")


def _more(what, who, most):
    """Counts this one; whether there were more than ``most`` in this hour of the clock."""
    key = f"own:{what}:{who or 'unknown'}:{int(time.time()) // HOUR}"
    cache.add(key, 0, HOUR * 2)
    try:
        return cache.incr(key) > most
    except ValueError:  # thrown out between the two
        return False


def _spent(channel):
    """Counts this one for everybody. No address and no network stands in the key."""
    names = [name for name in (f"own_code_{channel}", f"own_code_{channel}_day") if name in limits.LIMITS]
    return max(limits.seconds_to_wait(name, limits.EVERYBODY) for name in names) > 0


def send(page, it, offer):
    """Everything at once, when the code was right. Returns the assignment; the one that stands when it came twice."""
    key = uuid.UUID(page.key)
    try:
        return _known(key) or _send(key, it, offer)
    except IntegrityError:  # twice at once
        if known := _known(key):
            return known
        raise


def _known(key):
    with transaction.atomic(), within(Scope(referral=key)):
        known = Referral.objects.begun(key)
        return known and known.assignments.with_team().newest_last().last()


def _send(key, it, offer):
    with transaction.atomic(), within(Scope(referral=key)):
        referral = Referral.objects.born(
            kind=it.kind,
            agreement=offer.agreement,
            municipality=None if it.protected else it.municipality,
            key=key,
            practice=it.practice,
            client=it.checked(making.CLIENT).client(),
            asked=it.checked(making.NEED).need(),
        )
        Consent.objects.record(
            referral, offer.agreement, Consent.Scope.SHARE, how=Consent.How.DIGITAL, language=_here()
        )
        return born(referral, offer.team).assignment


def letter(assignment):
    """The code that opens the own page where no message may go; known this once."""
    referral = assignment.referral
    with transaction.atomic(), within(Scope(referral=referral.pk)):
        code = Link.objects.letter(referral)
        deeds.saw(referral, action="letter_printed", fields=["number"])
        return code


def _here():
    return (get_language() or settings.LANGUAGE_CODE)[:2]
