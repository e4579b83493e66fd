"""``python -m tests.bench.referral_posts``: what the sending of a referral costs beside the barest view.

Drafts that are ready are sent to the portal under gunicorn, in turns with the bare Django: CPU per request, the budget
beside it. Then 32 people send at once. On SQLite, and on PostgreSQL as ``hyte_app``.
"""

import contextlib
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

from organisations import database_roles
from tests.cluster import NoCluster, cluster

from . import store
from .__main__ import prepare, variables
from .load import Load, Refused
from .measuring import BARE, PORTAL
from .servers import running

ROUNDS, A_ROUND, AT_ONCE, SECONDS = 5, 40, 4, 2
PEOPLE, LAST = 32, 128  # everybody sends four times at once at the end
BUDGET = 6
TOKEN = "t" * 32


# ------------------------------------------------------------ inside a process with the portal's settings
def fill(number):
    """Prints ``{"team": id, "drafts": [[address, cookies of its maker]]}``, ready to be sent."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.urls import reverse

    from organisations.models import Role
    from tests import factories, signing, walls
    from tests.referrals import scene
    from tests.referrals.new import filled

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    walls.prepare()
    with walls.everything():
        made, drafts = scene.scene(), []
        for person in range(PEOPLE):
            browser = signing.enter(Client(), factories.user(Role.PROFESSIONAL, made.station))
            session = browser.cookies[settings.SESSION_COOKIE_NAME].value
            cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
            for place in range(person, number, PEOPLE):
                letters = "".join(chr(ord("a") + int(one)) for one in str(place))
                draft = filled.ready(browser, made, name=f"Eeva Esimerkki{letters}")
                version = draft.assignments.get().version
                drafts.append([place, reverse("referral_draft_send", args=[draft.pk]), cookies, version])
        _let_the_application_in()
    print(json.dumps({"team": made.team.pk, "drafts": [row[1:] for row in sorted(drafts)]}))


def _let_the_application_in():
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in database_roles.grants(connection.introspection.table_names(cursor)):
                cursor.execute(statement)


# ------------------------------------------------------------ from outside
class Sending:
    """Sends the next drafts, so many people at once; anything but 302 is told."""

    def __init__(self, port, found):
        self.port, self.team = port, found["team"]
        self.left = iter(found["drafts"])

    def run(self, number, at_once):
        work, wrong = SimpleQueue(), Counter()
        for _ in range(number):
            work.put(next(self.left))
        people = [threading.Thread(target=self._send, args=(work, wrong)) for _ in range(at_once)]
        for one in people:
            one.start()
        for one in people:
            one.join()
        return wrong

    def _send(self, work, wrong):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        with contextlib.suppress(Empty):
            while True:
                path, cookies, version = work.get_nowait()
                body = urlencode({"team": self.team, "version": version, "csrfmiddlewaretoken": TOKEN})
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                with contextlib.closing(connection):
                    connection.request("POST", path, body, kind | {"Cookie": cookies})
                    answer = connection.getresponse()
                    if answer.status != 302 or "luonnos" in answer.headers["Location"]:
                        wrong[f"{answer.status} {answer.headers['Location'] or answer.read()[:300]}"] += 1


def measure(name, address, application=None):
    """``application``: the address as the role of the web processes."""
    settings = variables(address)
    line = [sys.executable, "-m", "tests.bench.referral_posts", "--fill"]
    said = subprocess.run(line, cwd=store.ROOT, env=settings, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(said.stdout.splitlines()[-1])
    settings = variables(application or address)
    with (
        tempfile.TemporaryDirectory() as folder,
        running("the bare Django", BARE, settings, Path(folder) / "bare.log") as bare,
        running("the portal", PORTAL, settings, Path(folder) / "portal.log") as portal,
    ):
        bare.wait("/100/")
        portal.wait("/fi/")
        sending, load, ratios, costs = Sending(portal.port, found), Load(bare.port, ["/100/"]), [], []
        for number in range(ROUNDS + 1):
            before = portal.cpu()
            wrong = sending.run(A_ROUND, AT_ONCE)
            own = (portal.cpu() - before) / A_ROUND * 1000
            before = bare.cpu()
            done = load.run(SECONDS)
            other = (bare.cpu() - before) / done * 1000
            if wrong:
                raise Refused(f"{dict(wrong)} {portal.said()}")
            if number:  # the first one warms
                ratios.append(own / other)
                costs.append((own, other))
        own, other = (statistics.median(column) for column in zip(*costs, strict=True))
        print(
            f"{name:10} sending a referral {own:.1f} ms, bare {other:.2f} ms:"
            f" {statistics.median(ratios):.0f} × ({min(ratios):.0f}–{max(ratios):.0f}; budget {BUDGET})"
        )
        wrong = sending.run(LAST, PEOPLE)
        print(f"{name:10} {LAST} sent by {PEOPLE} at once, wrong: {dict(wrong) or 'none'}")


def main():
    if "--fill" in sys.argv:
        return fill((ROUNDS + 1) * A_ROUND + LAST)
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", f"sqlite:///{folder}/bench.sqlite3")
    try:
        with cluster() as address:
            measure("PostgreSQL", address, address.replace(database_roles.OWNER, database_roles.APP, 1))
    except NoCluster as fault:
        print(f"PostgreSQL: {fault}")


if __name__ == "__main__":
    main()
