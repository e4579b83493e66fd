"""Real referrals while the server is killed: each that was acknowledged is there, none is there twice.

Four professionals fill in the three screens and send again until they are answered, as somebody does who presses the
button again. Processes kill themselves before and after commits of each screen, and all are killed from outside.
"""

import contextlib
import http.client
import re
import threading
from collections import Counter
from functools import partial
from queue import Empty, SimpleQueue
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse

from audit.models import Entry
from referrals.models import Assignment, Client, Consent, Event, Referral, Trace
from tests import factories, walls
from tests.long.test_killed_submits import TOKEN, Server
from tests.referrals.new.filled import CLIENT, NEED
from tests.referrals.scene import scene

pytestmark = [pytest.mark.long, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
EACH, PEOPLE, KILLS = 25, 4, 6  # 30 an hour is a person's limit
FORMS = EACH * PEOPLE
ENDS = ["begin before", "begin after", "need before", "need after", "send before", "send after"]

VERSION = "3"  # of a draft whose two screens were filled in, however often each was sent


class Person(threading.Thread):
    def __init__(self, server, cookies, made, work, told):
        super().__init__()
        self.server, self.cookies, self.made, self.work, self.told = server, cookies, made, work, told

    def run(self):
        with contextlib.suppress(Empty):
            while True:
                number, key = self.work.get_nowait()
                end = ENDS[number % 11].split() if number % 11 < len(ENDS) else ["", ""]
                person = {"key": key, "name": f"Eeva {key[:8]}-Esimerkki"}  # nobody is referred twice
                draft = self.until_answered("begin", self.made.new, CLIENT | person, end)
                self.until_answered("need", draft, NEED, end)
                place = draft.rsplit("/", 2)[0] + f"/{self.made.send}"
                sent = {"team": self.made.team.pk, "version": VERSION}
                self.until_answered("send", place, sent, end)
                self.told("done")

    def until_answered(self, step, path, values, end):
        """Whereto the form leads when it was taken."""
        die = end[1] if end[0] == step else ""
        while not (where := self.post(path, values, die)):
            die = ""  # it dies once
            self.told("lost")
            if self.server.master.poll() is not None:
                raise SystemExit  # it never came up, or fell
        return where

    def post(self, path, values, die):
        channel = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=600)
        try:
            sent = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookies,
                    "X-CSRFToken": TOKEN, "X-Die": die}  # fmt: skip
            channel.request("POST", path, urlencode(values, doseq=True), sent)
            answer = channel.getresponse()
            answer.read()
            if answer.status != 302:
                self.told(f"status {answer.status}")
                return ""
            return answer.headers["Location"]
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            channel.close()


@pytest.fixture
def everything():
    with walls.everything():
        yield


def cookies(user):
    browser = Browser()
    browser.force_login(user)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path, "tests.long.dying_wsgi")
    yield running
    running.end()


def done(answers, number):
    return answers["done"] >= number


def test_every_referral_that_was_sent_while_the_server_was_killed_is_there_once(
    everything, server, record_property
):
    made = scene()
    made.new = reverse("referral_new_kind", args=[made.kind.pk])
    draft = reverse("referral_draft_send", args=[uuid4()])
    made.send = re.sub(r".*/([^/]+/)$", r"\1", draft)
    keys = [str(uuid4()) for _number in range(FORMS)]
    people, answers, changed = [], Counter(), threading.Condition()

    def told(answer):
        with changed:
            answers[answer] += 1
            changed.notify_all()

    for person in range(PEOPLE):
        work = SimpleQueue()
        for pair in enumerate(keys[person * EACH : (person + 1) * EACH]):
            work.put(pair)
        own = cookies(factories.user("professional", made.station))
        people.append(Person(server, own, made, work, told))
    for person in people:
        person.start()
    for kill in range(1, KILLS + 1):
        with changed:
            enough = partial(done, answers, kill * FORMS // (KILLS + 1))
            assert changed.wait_for(enough, timeout=600), f"{dict(answers)}\n{server.said()}"
        server.kill_workers()
    for person in people:
        person.join()

    record_property("answers", dict(answers))
    assert answers["done"] == FORMS
    assert sorted(str(key) for key in Referral.objects.values_list("key", flat=True)) == sorted(keys)
    assert Referral.objects.standing().count() == FORMS
    assert Assignment.objects.filter(state="sent").count() == Assignment.objects.count() == FORMS
    assert Client.objects.count() == FORMS
    assert Event.objects.filter(move="send").count() == Event.objects.count() == FORMS
    assert Entry.objects.doing("referral_send").count() == FORMS
    shared = Consent.objects.filter(scope="share")
    assert shared.count() == shared.values("referral").distinct().count() == FORMS
    assert Trace.objects.values("referral").distinct().count() == FORMS
    assert answers["lost"] >= len(ENDS) * PEOPLE  # it was no quiet day
