"""What is typed is not lost when the session ends: the page asks who is signed in, and the same person sends it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import pages
from tests.referrals.scene import referral
from tests.signing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE = "referral_here"


def of(person):
    return enter(Client(), person)


def asked(browser):
    return browser.get(reverse(HERE)).json()


def test_the_mark_tells_people_apart_and_is_that_of_the_form(made):
    one = referral(made, "accepted")
    marks = [
        asked(of(person))["who"] for person in (made.adviser, made.adviser, made.colleague, made.watcher)
    ]
    assert marks[0] == marks[1] and len(set(marks)) == 3
    form = pages.soup(of(made.adviser).get(reverse("referral_move", args=[one.referral_id, "note"])).content)
    form = form.select_one("form[data-here]")
    assert (form["data-who"], form["data-here"]) == (marks[0], reverse(HERE))
    assert str(made.adviser.pk) != marks[0] and made.adviser.email not in str(form)


def test_whose_session_has_ended_is_led_to_sign_in_and_not_answered(made):
    answer = Client().get(reverse(HERE))
    assert answer.status_code == 302 and b"who" not in answer.content


def test_the_token_of_a_session_begun_anew_lets_the_old_page_send(made):
    one, browser = referral(made, "accepted"), Client(enforce_csrf_checks=True)
    address = reverse("referral_move", args=[one.referral_id, "note"])
    enter(browser, made.adviser)
    form = pages.soup(browser.get(address).content).select_one("form[data-here]")
    old = form.select_one("[name=csrfmiddlewaretoken]")["value"]
    browser.cookies.clear()
    enter(browser, made.adviser)
    token = asked(browser)["token"]
    typed = {"text": "Kirjoitettu ennen taukoa.", "version": form.select_one("[name=version]")["value"]}
    assert browser.post(address, typed | {"csrfmiddlewaretoken": old}).status_code == 403
    assert browser.post(address, typed | {"csrfmiddlewaretoken": token}).status_code == 302
    page = browser.get(reverse("referral_case", args=[one.referral_id])).content.decode()
    assert "Kirjoitettu ennen taukoa." in page


def test_nobody_keeps_the_answer(made):
    assert "no-store" in of(made.adviser).get(reverse(HERE))["Cache-Control"]
