"""How long a session lasts, the list of one's own, and ending them."""

import pytest
from allauth.usersessions.models import UserSession

from audit.models import Entry
from tests import factories
from tests.signin.conftest import PASSWORD, at, come_in, is_in, page

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(("minutes", "still"), [(29, True), (31, False)])
def test_half_an_hour_of_silence_ends_a_session(client, person, clock, minutes, still):
    come_in(client, person)
    assert is_in(client)
    clock.forward(minutes=minutes)
    assert is_in(client) is still


def test_use_keeps_a_session_alive_and_ten_hours_end_it_all_the_same(client, person, clock):
    come_in(client, person)
    for _ in range(29):
        clock.forward(minutes=20)
        assert is_in(client)
    clock.forward(minutes=20, seconds=1)
    answer = client.get(at("account"), follow=True)
    assert answer.redirect_chain == [(f"{at('account_login')}?next={at('account')}", 302)]
    assert "Istuntosi on päättynyt" in page(answer).main.get_text()
    assert "_auth_user_id" not in client.session


def test_public_pages_do_not_keep_a_session_alive_and_write_nothing(client, person, clock):
    come_in(client, person)
    is_in(client)
    for _ in range(3):
        clock.forward(minutes=11)
        assert not client.get("/fi/tietoa/").cookies
    assert not is_in(client)


def test_confirming_again_does_not_begin_the_ten_hours_anew(client, person, clock):
    from tests.signing import confirmed

    come_in(client, person)
    for _ in range(31):
        clock.forward(minutes=20)
        confirmed(client) if is_in(client) else None
    assert not is_in(client)


def test_the_cookie_ends_with_the_browser(client, person):
    come_in(client, person)
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_signing_out_is_a_post_and_ends_the_session(client, person):
    come_in(client, person)
    old = client.cookies["sessionid"].value
    assert client.get(at("account_logout")).status_code == 200
    assert is_in(client)
    answer = client.post(at("account_logout"), follow=True)
    assert "Olet kirjautunut ulos." in page(answer).main.get_text()
    client.cookies["sessionid"] = old  # a copy that somebody kept
    assert not is_in(client)
    assert Entry.objects.filter(action="signed_out", actor_id=person.pk).count() == 1


# ------------------------------------------------------------ the list
AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox, Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1": "Safari, iPhone",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0": "Edge, Windows",
    "": "Tuntematon selain",
}


@pytest.mark.parametrize("agent", AGENTS)
def test_a_session_is_called_by_its_browser(client, person, agent):
    come_in(client, person, HTTP_USER_AGENT=agent)
    heading = page(client.get(at("usersessions_list"))).select_one(".sessions h2")
    assert heading.get_text() == AGENTS[agent]


def two_sessions(client, browser, person, clock):
    come_in(browser, person)
    clock.forward(minutes=2)
    come_in(client, person)


def test_all_other_sessions_end_with_one_press(client, browser, person, clock):
    two_sessions(client, browser, person, clock)
    shown = page(client.get(at("usersessions_list")))
    assert len(shown.select(".sessions li")) == 2
    assert len(shown.select(".sessions .tag")) == 1
    answer = client.post(at("usersessions_list"), follow=True)
    assert "Muut istunnot on päätetty." in page(answer).main.get_text()
    assert (is_in(client), is_in(browser)) == (True, False)


def test_one_session_ends_and_its_cookie_opens_nothing(client, browser, person, clock):
    two_sessions(client, browser, person, clock)
    other = UserSession.objects.order_by("created_at").first()
    assert client.get(at("end_session", other.pk)).status_code == 405
    client.post(at("end_session", other.pk))
    assert (is_in(client), is_in(browser)) == (True, False)
    assert Entry.objects.filter(action="session_ended", actor_id=person.pk).exists()


def test_the_session_of_somebody_else_is_not_there(client, browser, person):
    other = factories.user(email="toinen@example.org", password=PASSWORD)
    from tests.signin import app

    other.secret = app.given_to(other)
    come_in(browser, other)
    come_in(client, person)
    row = UserSession.objects.get(user=other)
    assert client.post(at("end_session", row.pk)).status_code == 404
    assert is_in(browser)


def test_a_session_that_ended_by_itself_is_not_listed(client, browser, person, clock):
    come_in(browser, person)
    clock.forward(minutes=40)
    come_in(client, person)
    assert len(page(client.get(at("usersessions_list"))).select(".sessions li")) == 1


def test_what_is_over_is_forgotten_by_the_daily_job(client, browser, person, clock):
    from organisations.signin.entering import forget_ended

    come_in(browser, person)
    clock.forward(minutes=40)
    come_in(client, person)
    forget_ended(clock.moment())
    assert UserSession.objects.get().session_key == client.session.session_key
    clock.forward(minutes=40)
    assert forget_ended(clock.moment())["deleted"] == 1
    assert not UserSession.objects.exists()


def test_silence_ends_a_session_that_something_else_has_kept_in_store(client, person, clock):
    come_in(client, person)
    is_in(client)
    session = client.session
    session.set_expiry(36_000)
    session.save()
    clock.forward(minutes=31)
    assert not is_in(client)
