"""Coming in: password and code, and everything that must not be enough."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import identify_hasher
from django.test import Client

from audit.models import Entry
from organisations.models import User
from tests import factories
from tests.signin import app
from tests.signin.conftest import PASSWORD, at, come_in, give_code, give_password, is_in, page, said

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("email", ["eeva@example.org", "EEVA@Example.org ", " eeva@example.org"])
def test_password_and_code_let_in(client, person, language, email):
    first = give_password(client, email, language=language)
    assert (first.status_code, first.url) == (302, at("mfa_authenticate", language=language))
    assert not is_in(client)
    second = give_code(client, app.code(person.secret), language=language)
    assert (second.status_code, second.url) == (302, at("workspace", language=language))
    assert is_in(client)
    assert list(Entry.objects.values_list("action", "actor_id").order_by("pk")) == [("signed_in", person.pk)]
    assert not EmailAddress.objects.exists()  # one address a person, and it stands in one place


def test_the_password_alone_lets_nowhere(client, person):
    give_password(client)
    assert client.get(at("workspace")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_wrong_password_unknown_person_and_closed_account_sound_the_same(client, person):
    closed = User.objects.create_user("pois@example.org", PASSWORD, name="Pois", is_active=False)
    answers = [
        give_password(client, "eeva@example.org", "väärä salasana"),
        give_password(client, "kuka@example.org"),
        give_password(client, closed.email),
    ]
    texts = {page(answer).main.get_text(" ", strip=True) for answer in answers}
    assert len(texts) == 1
    assert {answer.status_code for answer in answers} == {200}
    assert len(said(answers[0])) == 1
    lines = Entry.objects.filter(action="sign_in_failed", denied=True)
    assert set(lines.values_list("subject_id", flat=True)) == {str(person.pk), "", str(closed.pk)}


def test_an_unknown_person_costs_a_hash_too(client, person, monkeypatch):
    """Otherwise the time of the answer tells who has an account."""
    hasher = identify_hasher(person.password)
    hashed = []
    monkeypatch.setattr(type(hasher), "encode", lambda self, *words: hashed.append(words) or "md5$x$y")
    give_password(client, "kuka@example.org")
    assert len(hashed) == 1


@pytest.mark.parametrize("where", ["same", "elsewhere", "other host name"])
def test_five_wrong_passwords_lock_the_account_wherever_the_sixth_comes_from(client, person, settings, where):
    settings.ALLOWED_HOSTS = ["*"]
    for _ in range(5):
        give_password(client, password="arvaus numero x")
    more = {
        "same": {},
        "elsewhere": {"REMOTE_ADDR": "203.0.113.7"},
        "other host name": {"HTTP_HOST": "toinen.example.org"},
    }
    answer = give_password(Client(), **more[where])
    assert said(answer) == ["Liian monta yritystä. Yritä uudelleen 5 minuutin kuluttua."]


def test_the_lock_opens_after_five_minutes_and_others_are_not_locked(client, person, clock):
    for _ in range(5):
        give_password(client, password="arvaus numero x")
    other = factories.user(email="toinen@example.org", password=PASSWORD)
    assert give_password(Client(), other.email, REMOTE_ADDR="203.0.113.7").status_code == 302
    clock.forward(minutes=5, seconds=1)
    assert give_password(client).status_code == 302


def test_a_forged_forwarded_address_does_not_renew_the_guesses(client, person):
    for number in range(10):
        give_password(client, f"x{number}@example.org", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    answer = give_password(client, "x@example.org", HTTP_X_FORWARDED_FOR="203.0.113.99")
    assert said(answer) == ["Liian monta yritystä. Yritä uudelleen 5 minuutin kuluttua."]


@pytest.mark.parametrize(
    "forwarded", [None, "", "203.0.113.1", "unknown, x", "203.0.113.1:80", "fe80::1%eth0, ::1"]
)
@pytest.mark.parametrize("proxies", [1, 2])
def test_whoever_comes_past_a_proxy_signs_in_like_everybody(client, person, settings, proxies, forwarded):
    settings.HYTE_PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies  # the library's reading would fail
    header = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    assert come_in(client, person, **header).url == at("workspace")
    assert client.get(at("usersessions_list"), **header).status_code == 200


def test_who_comes_past_a_proxy_does_not_renew_the_guesses_by_writing_other_addresses(
    client, person, settings
):
    settings.HYTE_PROXIES = 2
    for number in range(10):
        give_password(client, f"x{number}@example.org", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    answer = give_password(client, "x@example.org", HTTP_X_FORWARDED_FOR="203.0.113.99")
    assert said(answer) == ["Liian monta yritystä. Yritä uudelleen 5 minuutin kuluttua."]


def test_more_than_thirty_tries_a_minute_from_one_network_get_a_page_that_says_so(client, language):
    for number in range(31):
        answer = give_password(client, f"x{number}@example.org", language=language)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert page(answer).html["lang"] == language
    assert page(answer).h1.get_text() == {"fi": "Liian monta yritystä", "sv": "För många försök"}[language]


# ------------------------------------------------------------ the second step
def test_five_wrong_codes_lock_the_second_step_too(client, person):
    give_password(client)
    for _ in range(5):
        assert give_code(client, "000000").status_code == 200
    assert said(give_code(client, app.code(person.secret))) == [
        "Liian monta yritystä. Yritä uudelleen 5 minuutin kuluttua."
    ]
    lines = Entry.objects.filter(action="sign_in_failed", subject_id=str(person.pk))
    assert lines.count() >= 4


@pytest.mark.parametrize("seconds", [0, 29, 31, 59])
def test_a_code_of_the_app_works_once_in_all_the_time_it_is_valid(client, browser, person, clock, seconds):
    used = app.code(person.secret, later=1)  # the next one: valid for longest
    give_password(client)
    assert give_code(client, used).status_code == 302
    clock.forward(seconds=seconds)
    give_password(browser)
    refused = give_code(browser, used)
    assert said(refused) == ["Koodi on väärä tai vanhentunut. Käytä seuraavaa koodia."]
    assert not is_in(browser)


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}{1} "])
def test_a_used_code_is_used_however_it_is_typed(client, browser, person, clock, typed):
    give_password(client)
    used = app.code(person.secret, later=1)
    give_code(client, used)
    clock.forward(seconds=31)  # the library has forgotten it, and it is still valid
    give_password(browser)
    assert give_code(browser, typed.format(used[:3], used[3:])).status_code == 200


@pytest.mark.parametrize(("later", "status"), [(-2, 200), (-1, 302), (0, 302), (1, 302), (2, 200)])
def test_the_clocks_may_differ_by_half_a_minute(client, person, later, status):
    give_password(client)
    assert give_code(client, app.code(person.secret, later)).status_code == status


def test_a_backup_code_lets_in_once_and_is_told_by_mail(client, browser, person):
    from outbox.models import Message

    used = app.backup_codes(person)[0]
    give_password(client)
    assert give_code(client, used).status_code == 302
    assert is_in(client)
    give_password(browser)
    assert give_code(browser, used).status_code == 200
    assert not is_in(browser)
    assert Entry.objects.filter(action="backup_code_used", actor_id=person.pk).count() == 1
    assert Message.objects.get().kind == "account_changed"


def test_the_second_step_cannot_be_begun_without_the_first(client, person):
    for answer in (client.get(at("mfa_authenticate")), give_code(client, app.code(person.secret))):
        assert (answer.status_code, answer.url) == (302, at("account_login"))


def test_the_secret_of_the_app_stands_encrypted(person):
    from allauth.mfa.models import Authenticator

    kept = {row.type: row.data for row in Authenticator.objects.filter(user=person)}
    assert person.secret not in str(kept)
    assert kept["totp"]["secret"].startswith("f1:")
    assert kept["recovery_codes"]["seed"].startswith("f1:")


# ------------------------------------------------------------ sessions and ways on
def test_the_session_has_a_new_id_after_sign_in(client, person):
    give_password(client)
    before = client.session.session_key
    give_code(client, app.code(person.secret))
    assert client.session.session_key != before


def test_a_session_planted_by_somebody_else_is_not_the_persons(client, browser, person):
    give_password(
        client
    )  # the attacker's session, with its first step done, is put into the victim's browser
    browser.cookies = client.cookies
    planted = client.session.session_key
    come_in(browser, person)
    assert is_in(browser)
    client.cookies["sessionid"] = planted
    assert not is_in(client)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "javascript:alert(1)",
        "\thttps://evil.example", "http://testserver.evil.example/", "http://testserver@evil.example/",
        "/\t/evil.example",
        "/%0d%0aLocation:https://evil.example",
    ],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(client, person, target):
    give_password(client, query="?next=" + target.replace("\\", "%5C").replace("\t", "%09"))
    answer = give_code(client, app.code(person.secret))
    assert answer.url.startswith("/") and not answer.url.startswith(("//", "/\\"))
    assert "\n" not in answer.url


def test_another_host_that_may_serve_is_another_site_too(client, person, settings):
    settings.ALLOWED_HOSTS = ["testserver", "toinen.example.org"]
    give_password(client, query="?next=http://toinen.example.org/")
    assert give_code(client, app.code(person.secret)).url == at("workspace")


def test_the_way_leads_where_the_person_was_going(client, person):
    asked = client.get("/admin/")
    assert asked.url == f"{at('account_login')}?next=/admin/"
    give_password(client, query="?next=/admin/")
    assert give_code(client, app.code(person.secret)).url == "/admin/"


def test_who_is_in_is_not_asked_again(client, person):
    come_in(client, person)
    assert client.get(at("account_login")).url == at("workspace")


def test_answers_for_scripts_are_pages_too(client, person):
    answer = give_password(client, HTTP_X_REQUESTED_WITH="XMLHttpRequest", HTTP_ACCEPT="application/json")
    assert answer.status_code == 302


def test_a_very_long_password_is_not_hashed(client, person):
    assert give_password(client, password="x" * 5000).status_code == 200
