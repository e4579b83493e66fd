"""A client on their way to the own page: what the worker sent, a link opened, a sitting."""

import re
from datetime import timedelta

from django.test import Client as Browser
from django.utils import timezone

from outbox.models import PracticeMessage
from outbox.worker import Worker
from referrals.models import Link

FRONT = "/fi/oma-lahete/"
PAGE = "/fi/oma-lahete/nyt/"


def work():
    """The worker does all that is due; what was sent, the newest last."""
    Worker().drain()
    return list(PracticeMessage.objects.order_by("at"))


def sent_to(address):
    return [one for one in work() if one.address == address]


def link_in(message):
    return re.search(r"https?://[^/]+(/\S+)", message.text)[1]


def code_in(message):
    return re.search(r"\b[0-9]{6}\b", message.text)[0]


def browser():
    return Browser(headers={"sec-fetch-site": "same-origin"})


def seated(assignment, *, now=None, **more):
    """A browser in the middle of a sitting, without the way there."""
    from django.conf import settings

    from pathways.assessments.sealing import seal
    from referrals.own import sitting

    now = now or timezone.now()
    link, _token = Link.objects.make(assignment.referral_id, "email", now=now - timedelta(hours=1), **more)
    made = browser()
    made.cookies[sitting.cookie()] = seal(link.sit(now), sitting.PURPOSE)
    assert settings.HYTE_ENV != "production"
    return made
