"""A browser in which somebody signed in before is not locked out by guesses made elsewhere."""

from datetime import timedelta

import pytest
from django.test import Client

from organisations.signin import device
from tests import factories
from tests.signin.conftest import PASSWORD, at, come_in, give_password, is_in, said

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LOCKED = ["Liian monta yritystä. Yritä uudelleen 5 minuutin kuluttua."]
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def known(client, person, clock):
    """The person's own browser, signed out again."""
    come_in(client, person)
    client.post(at("account_logout"))
    clock.forward(minutes=2)
    return client


def guess(browser, times=5, email="eeva@example.org", **more):
    for _ in range(times):
        give_password(browser, email, "arvaus numero x", **more)


def test_guesses_elsewhere_lock_others_and_not_the_persons_own_browser(known, person, browser, language):
    guess(browser, **ELSEWHERE)
    assert said(give_password(Client(), **ELSEWHERE)) == LOCKED
    assert give_password(known, language=language).status_code == 302
    come_in(known, person)
    assert is_in(known)


def test_the_own_browser_has_five_guesses_too_and_so_has_a_copy_of_its_cookie(known, browser):
    guess(known)
    browser.cookies = known.cookies
    assert said(give_password(known)) == said(give_password(browser, **ELSEWHERE)) == LOCKED
    assert give_password(Client(), **ELSEWHERE).status_code == 302  # counted apart both ways


def test_saying_again_who_one_is_is_not_locked_from_elsewhere_either(client, person, browser):
    come_in(client, person)
    guess(browser, **ELSEWHERE)
    assert client.post(at("account_reauthenticate"), {"password": PASSWORD}).status_code == 302


def test_the_cookie_of_one_person_is_none_of_another(known, browser):
    other = factories.user(email="toinen@example.org", password=PASSWORD)
    guess(browser, email=other.email, **ELSEWHERE)
    assert said(give_password(known, other.email)) == LOCKED


@pytest.mark.parametrize("how", ["changed", "old", "made up"])
def test_only_a_cookie_of_ours_counts(known, browser, clock, how):
    if how == "old":
        clock.forward(seconds=device.AGE + 1)
    for name in device.names().values():
        value = known.cookies[name].value
        known.cookies[name] = {"changed": value[:-1] + "!", "old": value, "made up": "x.y:1:z"}[how]
    guess(browser, **ELSEWHERE)
    assert said(give_password(known)) == LOCKED


def test_it_names_nobody_and_is_sent_to_sign_in_alone(client, person, settings):
    settings.SESSION_COOKIE_SECURE = True
    answer = come_in(client, person)
    given = [answer.cookies[name] for name in device.names().values()]
    assert [one["path"] for one in given] == ["/fi/tili/", "/sv/konto/"]
    for one in given:
        assert one.key.startswith("__Secure-")
        assert (one["secure"], one["httponly"], one["samesite"]) == (True, True, "Strict")
        assert timedelta(seconds=one["max-age"]) == timedelta(days=180)
        assert "eeva" not in one.value and str(person.pk) not in one.value.split(".")


def test_a_password_alone_makes_no_browser_known(client, person):
    answer = give_password(client)
    assert not set(device.names().values()) & set(answer.cookies)
