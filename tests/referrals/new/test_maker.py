"""Title and work phone of who makes a referral: stated once, kept by the referral as they were when it was sent."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from organisations.database_roles import JOBS
from organisations.models import Role
from outbox.models import Message
from referrals.models import Asked
from tests import factories, pages, walls
from tests.referrals.new.filled import ready, send, sent, text
from tests.referrals.scene import referral
from tests.security.conftest import become  # noqa: F401
from tests.signing import enter

pytestmark = pytest.mark.django_db
AT_WORK = {"title": "Sairaanhoitaja", "phone": "050 000 0042"}
SAID = "Sairaanhoitaja"
NUMBER = "050 0000042"


def state(browser, **typed):
    return browser.post(reverse("account"), AT_WORK | typed)


def of(person):
    browser = Client()
    enter(browser, person)
    return browser


@pytest.mark.once
def test_a_professional_states_title_and_phone_on_the_own_account(nurse, made):
    assert state(nurse).url == reverse("account")
    made.nurse.refresh_from_db()
    assert (made.nurse.title, made.nurse.phone) == (SAID, "+358500000042")
    assert Entry.objects.filter(action="at_work_changed", actor_id=made.nurse.pk).count() == 1
    page = nurse.get(reverse("account")).content.decode()
    assert "050\xa00000042" in page
    assert pages.faults_of(page, "fi") == []


@pytest.mark.once
def test_a_number_that_is_none_is_not_taken_and_says_so_in_the_title(nurse, made):
    answer = state(nurse, phone="soita")
    assert answer.context["work"]["title"].value() == SAID
    assert "phone" in answer.context["work"].errors
    assert pages.title(pages.soup(answer.content)).startswith("Virhe:")
    made.nurse.refresh_from_db()
    assert (made.nurse.title, made.nurse.phone) == ("", "")


@pytest.mark.once
def test_who_makes_no_referrals_is_not_asked(made, db):
    for person in (made.watcher, factories.user(Role.EDITOR, made.town)):
        browser = of(person)
        assert 'name="title"' not in browser.get(reverse("account")).content.decode()
        state(browser)
        person.refresh_from_db()
        assert person.title == ""


def test_the_referral_keeps_what_was_true_when_it_was_sent(nurse, made):
    state(nurse)
    one = ready(nurse, made)
    assert f"{SAID} Terveysasema {NUMBER}" in text(nurse.get(reverse("referral_draft_send", args=[one.pk])))
    send(nurse, made, one)
    state(nurse, title="Osastonhoitaja", phone="")
    assert (Asked.objects.get().maker_title, Asked.objects.get().maker_phone) == (SAID, "+358500000042")
    for browser, name in (
        (of(made.intake), "referral_case"),
        (nurse, "referral_case"),
        (nurse, "referral_copy"),
    ):
        page = text(browser.get(reverse(name, args=[one.pk])))
        assert f"{SAID} Terveysasema {NUMBER}" in page
        assert "Osastonhoitaja" not in page


@pytest.mark.once
def test_without_an_own_phone_the_units_stands_there(nurse, made):
    type(made.station).objects.filter(pk=made.station.pk).update(phone="05 000 0099")
    one = sent(nurse, made)
    assert "05 000 0099" in text(of(made.intake).get(reverse("referral_case", args=[one.pk])))
    assert "05 000 0099" in text(nurse.get(reverse("referral_copy", args=[one.pk])))


@pytest.mark.once
def test_a_referral_from_before_they_were_asked_still_has_its_page(made):
    one = referral(made)
    page = text(of(made.intake).get(reverse("referral_case", args=[one.referral_id])))
    assert f"{made.nurse.name} Terveysasema" in page


@pytest.mark.once
def test_neither_the_coordinator_nor_a_message_tells_them(nurse, made):
    state(nurse)
    one = sent(nurse, made)
    part = one.assignments.get()
    part.prompted, part.prompted_at = 3, part.created_at  # late enough to be watched
    part.save()
    page = text(of(made.watcher).get(reverse("referral_watched", args=[part.pk])))
    assert one.number in page
    rows = Message.objects.exclude(kind="account_changed")
    said = " ".join(f"{row.words} {row.address}" for row in rows)
    for told in (page, said):
        assert SAID not in told
        assert "0000042" not in told


@pytest.mark.postgres
def test_the_jobs_read_neither(nurse, made, become):  # noqa: F811
    state(nurse)
    sent(nurse, made)
    with walls.nothing(), become(JOBS), pytest.raises(DatabaseError), transaction.atomic():
        list(Asked.objects.only("referral_id", "maker_phone"))
