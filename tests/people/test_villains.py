"""What a hostile person sends to the pages of people, and two who shut each other out. On both databases."""

import threading
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.urls import reverse

from audit.models import Entry
from hyteportal import branches
from organisations.models import Membership, Role, User, people
from outbox.models import Message
from tests import factories

from .conftest import invitation

pytestmark = pytest.mark.django_db
SMALLER_IS_LONGER = "\u0130"  # one sign, in small letters two


# ------------------------------------------------------------ what is typed
@pytest.mark.parametrize(
    "query", ["since=%00", "person=%00", "action=%00", "refused=%00", "until=31.12.9999", "since=1.1.0001"]
)
def test_no_question_breaks_the_usage_log_and_a_wrong_one_is_not_written_down(at, own, query):
    client = at(factories.user(Role.AUDITOR, own))
    assert client.get(f"{reverse('usage_log')}?{query}").status_code == 200
    assert "\0" not in str(Entry.objects.doing("log_read").values_list("fields", flat=True))


@pytest.mark.parametrize(
    "email",
    [
        f"eeva@{'.'.join([SMALLER_IS_LONGER * 60] * 3)}.{SMALLER_IS_LONGER * 50}.org",
        f"{SMALLER_IS_LONGER}eva@example.org",
        "e\u017fimerkki@example.org",
        "\u0131da@example.org",
    ],
)
def test_nobody_is_invited_to_an_address_that_only_looks_like_one(at, coordinator, own, email):
    answer = at(coordinator).post(reverse("invite"), invitation(own, email=email))
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["email"])
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Eeva\r\nBcc: x", "Eeva Bcc: x"),
        ("\u202eavee\u202c Eeva", "avee Eeva"),
        ("Ee\x01va\u200b\u2028Esimerkki", "Eeva Esimerkki"),
        ("\u200b\u2066", None),
    ],
)
def test_no_unseen_sign_stands_in_a_name(at, coordinator, own, sent, kept):
    at(coordinator).post(reverse("invite"), invitation(own, name=sent))
    names = User.objects.filter(email="eeva@example.org").values_list("name", flat=True)
    assert list(names) == ([kept] if kept else [])


def test_practice_under_a_name_that_no_database_takes_is_not_there(client, settings):
    settings.HYTE_ENV = "demo"
    assert client.post(reverse("practice_sign_in"), {"email": "\0"}).status_code == 404


# ------------------------------------------------------------ who is shut out
@pytest.fixture
def speaks(settings):
    def only(code):
        settings.LANGUAGES, settings.LANGUAGE_CODE = [(code, code)], code
        branches.sign_in.cache_clear()
        branches.workspace.cache_clear()

    yield only
    branches.sign_in.cache_clear()
    branches.workspace.cache_clear()


@pytest.mark.parametrize(("spoken", "chosen"), [("fi", "sv"), ("sv", "fi")])
def test_an_invitation_opens_in_a_portal_of_one_language(client, coordinator, own, speaks, spoken, chosen):
    speaks(spoken)
    values = {"name": "E", "organisation": own, "role": Role.EDITOR, "by": coordinator}
    person = User.objects.invite("eeva@example.org", language=chosen, **values)
    assert Message.objects.get().language == spoken
    assert client.get(urlsplit(person.invitation.link()).path).status_code == 200


def test_a_coordinator_does_not_open_the_account_of_a_superuser(at, coordinator, administrator):
    former = factories.user(is_superuser=True, is_active=False)
    answer = at(coordinator).post(reverse("person_open", args=[former.pk]))
    former.refresh_from_db()
    assert (answer.status_code, former.is_active) == (403, False)
    former.reopen(by=administrator)
    assert former.is_active


def close(by, other):
    other.close(by=by)


def end(by, other):
    other.memberships.get().end(by=by, version=1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", [close, end])
def test_two_administrators_at_once_never_shut_out_each_other(own, monkeypatch, deed):
    """Each waits, once allowed, for the other to be allowed, too: without a lock both are."""
    two = [factories.user(Role.ADMINISTRATOR, own) for _ in range(2)]
    both_allowed, may_give = threading.Barrier(2), people.may_give

    def allowed(*args, **kwargs):
        answer = may_give(*args, **kwargs)
        with suppress(threading.BrokenBarrierError):
            both_allowed.wait(1)
        return answer

    monkeypatch.setattr("organisations.models.people.may_give", allowed)
    monkeypatch.setattr("organisations.models.membership.may_give", allowed)

    def act(by, other):
        try:
            with suppress(people.PermissionDenied), transaction.atomic():
                deed(by, User.objects.get(pk=other.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=pair) for pair in (two, two[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Membership.objects.valid().filter(user__in=two, user__is_active=True).count() == 1
