"""By what a client is found without being read.

Surname and date of birth are for the teams that have the referral, kept apart by receiving controller. The same client
and kind are for who makes referrals and for who gets them, each within their own controller.
"""

import re

from catalogue.search.words import fold
from fields.sealing import blind_index
from organisations.models import Organisation

from .models import Trace

SURNAME, BIRTH_DATE = Trace.What.SURNAME, Trace.What.BIRTH_DATE
SAME_CODE, SAME_PERSON = Trace.SAME


def surnames(name):
    """Of a whole name: its last word, and each half of a double name."""
    words = fold(name).replace("–", "-").split()
    if not words:
        return []
    parts = [words[-1], *re.split("-", words[-1])]
    return [part for part in dict.fromkeys(parts) if len(part) > 1]


def controllers_of(organisation_ids):
    """The tops of these organisations: who answers for the clients of all its units."""
    rows = Organisation.objects.select_related("parent__parent").in_bulk(organisation_ids)
    return {row.lineage()[-1] for row in rows.values()}


def surname_digests(text, organisation_ids):
    words = fold(text).split()
    return _digests(SURNAME, words[-1:], organisation_ids)


def birth_date_digests(day, organisation_ids):
    return _digests(BIRTH_DATE, [day.isoformat()], organisation_ids)


def _digests(what, values, organisation_ids):
    tops = controllers_of(organisation_ids)
    return [blind_index(what, value, scope=top) for top in sorted(tops) for value in values]


def mark(referral, receiver):
    """The receiver's teams find the client, and learn of another one of the kind. Done again it changes nothing."""
    client, top = referral.client, receiver.lineage()[-1]
    found = [(SURNAME, surname) for surname in surnames(client.name)]
    found += [(BIRTH_DATE, client.birth_date)] if client.birth_date else []
    found = [(what, blind_index(what, value, scope=top)) for what, value in found]
    _keep(referral, top, found + _same(referral.kind_id, client, top))


def mark_sender(referral):
    """Whoever makes another one of this kind for the client learns of it. A resident's own has no sender."""
    if referral.sender_id:
        _keep(referral, referral.sender.lineage()[-1], same(referral, referral.client))


def same(referral, client):
    """``[(what, digest)]`` of this client and kind among the referrals of the same sending controller."""
    return _same(referral.kind_id, client, referral.sender.lineage()[-1])


def others(referral, receiver):
    """Numbers of open referrals of this client and kind that this receiver's controller has or has made."""
    digests = [digest for _what, digest in _same(referral.kind_id, referral.client, receiver.lineage()[-1])]
    found = Trace.objects.same(digests).of_others(referral)
    return sorted({one.number for one in found}) if digests else []


def of_person(client, kinds, organisation_ids):
    """Digests by which this client's referrals of these kinds are found among those of these organisations."""
    tops = sorted(controllers_of(organisation_ids))
    found = [row for top in tops for kind_id in kinds for row in _same(kind_id, client, top)]
    return [digest for _what, digest in found]


def _same(kind_id, client, top):
    found = []
    if client.identity_code:
        found.append((SAME_CODE, client.identity_code))
    if client.birth_date and client.name:
        found.append((SAME_PERSON, f"{client.birth_date} {' '.join(fold(client.name).split())}"))
    return [(what, blind_index(what, f"{kind_id} {value}", scope=top)) for what, value in found]


def renew(referral):
    """Every trace anew, after a correction or with another INDEX_KEY: for all who have had the referral."""
    is_open = referral.assignments.open().exists()
    receivers = [one.receiver for one in referral.assignments.received()]
    Trace.objects.of(referral).delete()
    mark_sender(referral)
    for receiver in receivers:
        mark(referral, receiver)
    Trace.objects.of(referral).update(open=is_open)


def _keep(referral, controller, found):
    rows = [
        Trace(referral=referral, controller_id=controller, what=what, digest=digest, number=referral.number)
        for what, digest in found
    ]
    Trace.objects.bulk_create(rows, ignore_conflicts=True)
