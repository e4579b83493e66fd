"""How long the database works at one statement: little for the public, more behind sign-in."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from hyteportal.settings import BASE_DIR
from tests import pages

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
ASKS = """
import sys
if "web" in sys.argv:
    import hyteportal.wsgi
else:
    import django
    django.setup()
from django.db import connection, transaction
from organisations import patience
from organisations.scope import Scope, within
def now():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        print(cursor.fetchone()[0])
now()
with transaction.atomic(), within(Scope(user=1)):
    now()
with patience.long():
    now()
now()
"""


@pytest.mark.parametrize(("kind", "limits"), [("web", "2s 10s 10s 2s"), ("command", "0 0 0 0")])
def test_a_web_process_waits_two_seconds_for_the_public_and_ten_behind_sign_in(kind, limits):
    """In a process of its own: connections are opened there as in the server's. The tests' role has no limits."""
    own = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    told = subprocess.run(
        [sys.executable, "-c", ASKS, kind],
        env=os.environ | {"DATABASE_URL": own, "DJANGO_SETTINGS_MODULE": "hyteportal.settings"},
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.split() == limits.split(), told.stderr


def test_who_asked_too_much_gets_a_page_that_says_when_to_come_again(client, settings):
    settings.ROOT_URLCONF = "tests.security.site"
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")
    answer = client.get("/try/slow/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert pages.soup(answer.content).select_one('[lang="sv"] h2')
    assert pages.faults_of_headers(answer.headers) == []
