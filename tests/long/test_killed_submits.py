"""Whoever kills the server while forms are sent: what was acknowledged is there, and nothing is there twice.

gunicorn with three processes serves a form behind sign-in whose page carries a key (submit_site); four people send
three hundred of them and send again until they are answered. Processes kill themselves before and after commits, and
all of them are killed from outside again and again.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from functools import partial
from queue import Empty, SimpleQueue
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from audit.models import Entry
from organisations import database_roles
from organisations.models import Organisation, Role
from outbox.models import Message
from tests import factories
from tests.sources import ROOT

pytestmark = [pytest.mark.long, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SUBMITS, PEOPLE, KILLS = 300, 4, 8
ENDS = {20: "before", 60: "after", 100: "before", 140: "after", 180: "after", 220: "before", 260: "after"}
TOKEN = "t" * 32


class Server:
    """gunicorn on the test's own database, as the role of the web processes where there is one."""

    def __init__(self, folder, site="tests.long.submit_wsgi"):
        self.folder, self.quiet = folder, threading.Lock()
        listening = socket.create_server(("127.0.0.1", 0))  # handed over: nobody takes the port meanwhile
        self.port = listening.getsockname()[1]
        variables = {
            "HYTE_ENV": "demo",
            "HYTE_VAR": str(folder),
            "HYTE_BIND": f"fd://{listening.fileno()}",
            "HYTE_WORKERS": "3",
            "DATABASE_URL": database(),
            "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
            "INDEX_KEY": settings.INDEX_KEY,
            "DJANGO_SETTINGS_MODULE": "hyteportal.settings",
        }
        command = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", site]
        self.log = (folder / "log").open("w")
        with listening:
            self.master = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=os.environ | variables, stdout=self.log,
                stderr=self.log, pass_fds=[listening.fileno()],
            )  # fmt: skip

    def workers(self):
        children = f"/proc/{self.master.pid}/task/{self.master.pid}/children"
        with open(children) as file:
            return [int(number) for number in file.read().split()]

    def kill_workers(self):
        """Not while a form is on its way that ends its process: where that one ends is its own to say."""
        with self.quiet:
            for number in self.workers():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)

    def said(self):
        return (self.folder / "log").read_text()[-2000:]

    def end(self):
        self.master.terminate()
        self.master.wait(600)
        self.log.close()


def database():
    """The address of the test's database; the role of the application when the server lets us be it."""
    given = urlsplit(os.environ["DATABASE_URL"])
    own = given._replace(path=f"/{connection.settings_dict['NAME']}")
    if given.username != database_roles.OWNER or given.password:
        return own.geturl()
    with connection.cursor() as cursor:
        for statement in database_roles.grants(connection.introspection.table_names(cursor)):
            cursor.execute(statement)
    return own._replace(netloc=own.netloc.replace(database_roles.OWNER, database_roles.APP, 1)).geturl()


class Person(threading.Thread):
    """Sends each form until it is answered, as somebody does who presses the button again."""

    def __init__(self, server, cookies, work, told):
        super().__init__()
        self.server, self.cookies, self.work, self.told = server, cookies, work, told

    def run(self):
        with contextlib.suppress(Empty):
            while True:
                number, key = self.work.get_nowait()
                end = ENDS.get(number, "")
                while (answer := self.sent(key, end)) not in {"first", "again"}:
                    end = "" if answer == "lost" else end  # it dies once
                    self.told(answer)
                    if self.server.master.poll() is not None:
                        return  # it never came up, or fell: what is missing is found missing
                self.told(answer)

    def sent(self, key, end):
        with self.server.quiet if end else contextlib.nullcontext():
            return self.send(key, end)

    def send(self, key, end):
        channel = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=600)
        try:
            channel.request(
                "POST",
                "/submit/",
                urlencode({"key": key, "die": end}),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": self.cookies,
                    "X-CSRFToken": TOKEN,
                },
            )
            answer = channel.getresponse()
            text = answer.read().decode()
            return text if answer.status == 200 else f"status {answer.status}"
        except (OSError, http.client.HTTPException):
            return "lost"
        finally:
            channel.close()


@pytest.fixture
def cookies(client):
    client.force_login(factories.user(Role.PROFESSIONAL))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path)
    yield running
    running.end()


def answered(answers, number):
    return answers["first"] + answers["again"] >= number


def test_forms_sent_while_the_server_is_killed_are_there_once_each(cookies, server, record_property):
    work, answers, changed = SimpleQueue(), Counter(), threading.Condition()
    keys = [str(uuid4()) for _ in range(SUBMITS)]
    for pair in enumerate(keys):
        work.put(pair)

    def told(answer):
        with changed:
            answers[answer] += 1
            changed.notify_all()

    people = [Person(server, cookies, work, told) for _ in range(PEOPLE)]
    for person in people:
        person.start()
    for kill in range(1, KILLS + 1):
        enough = partial(answered, answers, kill * SUBMITS // (KILLS + 1))
        with changed:
            assert changed.wait_for(enough, timeout=600), f"{dict(answers)}\n{server.said()}"
        server.kill_workers()
    for person in people:
        person.join()

    record_property("answers", dict(answers))
    made = Organisation.objects.filter(name_fi__startswith="Kaatuva")
    promised = Message.objects.filter(key__startswith="submitted:")
    logged = Entry.objects.filter(action="created", subject_kind="organisation", subject_id__in=keys)
    assert sorted(made.values_list("name_fi", flat=True)) == sorted(f"Kaatuva {key}" for key in keys)
    assert sorted(promised.values_list("key", flat=True)) == sorted(f"submitted:{key}" for key in keys)
    assert sorted(logged.values_list("subject_id", flat=True)) == sorted(keys)
    assert answers["first"] + answers["again"] == SUBMITS
    # It was no quiet day: answers were lost, some of them to forms that had been committed.
    assert answers["lost"] >= len(ENDS)
    assert answers["again"] >= list(ENDS.values()).count("after")
