"""The own account: password, app, backup codes, language; each change is told by mail and written down."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from audit.models import Entry
from outbox.models import Message
from tests import factories, pages
from tests.signin import app
from tests.signin.conftest import PASSWORD, at, come_in, give_code, give_password, is_in, page, said
from tests.signing import confirmed, enter

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NEW = {"password1": "kuusi kuusta kaatui", "password2": "kuusi kuusta kaatui"}


def told():
    """What the mails about the account say has changed."""
    return [
        json.loads(one.words)["what"] for one in Message.objects.filter(kind="account_changed").order_by("pk")
    ]


# ------------------------------------------------------------ password
def test_a_changed_password_ends_the_other_sessions(client, browser, person, clock):
    come_in(browser, person)
    clock.forward(minutes=2)
    come_in(client, person)
    before = client.session.session_key
    answer = client.post(at("account_change_password"), {"oldpassword": PASSWORD, **NEW})
    assert answer.url == at("account")
    assert (is_in(client), is_in(browser)) == (True, False)
    assert client.session.session_key != before
    assert told() == ["password"]
    assert Entry.objects.filter(action="password_changed", actor_id=person.pk).count() == 1


def test_without_the_old_password_there_is_no_new_one(client, person):
    come_in(client, person)
    assert said(client.post(at("account_change_password"), {"oldpassword": "väärä", **NEW})) == [
        "Salasana on väärin."
    ]
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def reset_link(client, email="eeva@example.org", **more):
    client.post(at("account_reset_password"), {"email": email}, **more)
    return json.loads(Message.objects.get(kind="password_reset").words)["link"]


def test_a_forgotten_password_is_chosen_anew_and_the_second_step_stays(client, browser, person, settings):
    come_in(browser, person)
    found = reset_link(client).removeprefix(settings.HYTE_ORIGIN)
    form = client.get(found, follow=True)
    key = found.rstrip("/").rsplit("-", 1)[-1]
    assert key not in form.request["PATH_INFO"]
    answer = client.post(form.request["PATH_INFO"], NEW)
    assert answer.url == at("account_reset_password_from_key_done")
    assert not is_in(browser)
    assert not is_in(client)
    assert give_password(client, password=NEW["password1"]).url == at("mfa_authenticate")
    assert told() == ["password"]
    assert not EmailAddress.objects.exists()  # a second table of addresses would go its own way
    again = Client().get(found, follow=True)
    assert page(again).h1.get_text() == "Linkki ei toimi"


def test_the_link_works_for_an_hour(client, browser, person, settings, monkeypatch):
    from datetime import datetime, timedelta

    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    found = reset_link(client).removeprefix(settings.HYTE_ORIGIN)
    later = datetime.now() + timedelta(minutes=61)  # noqa: DTZ005 (as the generator counts)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert page(browser.get(found, follow=True)).h1.get_text() == "Linkki ei toimi"


def test_whether_there_is_such_a_person_is_not_told(client, person):
    User = type(person)
    User.objects.create_user("pois@example.org", PASSWORD, name="Pois", is_active=False)
    shown = set()
    for email in (person.email, "kuka@example.org", "pois@example.org"):
        answer = client.post(at("account_reset_password"), {"email": email}, follow=True)
        shown.add((answer.redirect_chain[0], page(answer).main.get_text(" ", strip=True)))
    assert len(shown) == 1
    assert [one.address for one in Message.objects.all()] == [person.email]


def test_a_bad_host_gets_no_mail_and_a_mail_leads_to_our_own_address(client, person, settings):
    settings.HYTE_ORIGIN = "https://oikea.example.org"
    answer = client.post(at("account_reset_password"), {"email": person.email}, HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert not Message.objects.exists()
    settings.ALLOWED_HOSTS = ["*"]
    assert reset_link(client, HTTP_HOST="evil.example").startswith("https://oikea.example.org/fi/tili/")


# ------------------------------------------------------------ second factor
def test_the_app_is_changed_and_the_old_one_works_nowhere(client, browser, person, clock):
    come_in(browser, person)
    clock.forward(minutes=2)
    come_in(client, person)
    clock.forward(minutes=2)
    client.post(at("mfa_reauthenticate"), {"code": app.code(person.secret)})
    old_codes = app.backup_codes(person)
    answer = client.post(at("mfa_deactivate_totp"), follow=True)
    assert answer.redirect_chain[-1][0] == at("mfa_activate_totp")
    assert not is_in(client)  # no second factor any more: only the page that sets it up
    assert not is_in(browser)
    secret = client.get(at("mfa_activate_totp")).context["form"].secret
    assert secret != person.secret
    client.post(at("mfa_activate_totp"), {"code": app.code(secret)})
    assert is_in(client)
    give_password(browser)
    for old in (app.code(person.secret), old_codes[0]):
        assert give_code(browser, old).status_code == 200
    assert give_code(browser, app.code(secret, later=1)).status_code == 302


def test_the_code_that_set_up_the_app_does_not_sign_in_too(client, browser, newcomer):
    give_password(client, newcomer.email)
    used = app.code(client.get(at("mfa_activate_totp")).context["form"].secret)
    assert client.post(at("mfa_activate_totp"), {"code": used}).status_code == 302
    give_password(browser, newcomer.email)
    assert give_code(browser, used).status_code == 200


def test_who_signs_in_elsewhere_has_no_password_to_change(client):
    enter(client, factories.user(password=None))
    assert client.get(at("account_change_password")).status_code == 404


def test_a_wrong_code_sets_nothing_up_and_the_key_stays(client, newcomer):
    give_password(client, newcomer.email)
    before = client.get(at("mfa_activate_totp")).context["form"].secret
    assert before not in str(dict(client.session.items()))  # nor does it lie about in clear meanwhile
    answer = client.post(at("mfa_activate_totp"), {"code": "000000"})
    assert answer.context["form"].secret == before
    assert len(said(answer)) == 1
    assert client.get(at("workspace")).url == at("mfa_activate_totp")
    assert before not in str(dict(client.session.items()))


def test_what_changes_the_second_factor_is_told_and_written_down(
    client, newcomer, django_capture_on_commit_callbacks
):
    give_password(client, newcomer.email)
    secret = client.get(at("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("mfa_activate_totp"), {"code": app.code(secret)})
        client.post(at("mfa_generate_recovery_codes"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("mfa_deactivate_totp"))
    assert sorted(told()) == ["app_added", "app_removed", "codes"]
    done = set(Entry.objects.filter(actor_id=newcomer.pk).values_list("action", flat=True))
    assert done == {
        "signed_in",
        "confirmed",
        "second_factor_added",
        "second_factor_removed",
        "backup_codes_made",
    }


def test_backup_codes_are_shown_once_and_new_ones_replace_them(client, person):
    confirmed(enter(client, person))
    first = [node.get_text() for node in page(client.get(at("mfa_view_recovery_codes"))).select(".codes li")]
    assert len(first) == 10
    assert not page(client.get(at("mfa_view_recovery_codes"))).select(".codes li")
    client.post(at("mfa_generate_recovery_codes"))
    second = [node.get_text() for node in page(client.get(at("mfa_view_recovery_codes"))).select(".codes li")]
    assert len(second) == 10
    assert not set(first) & set(second)


def test_how_many_backup_codes_are_left_is_on_the_own_page(client, browser, person):
    enter(client, person)
    assert "10 varakoodia jäljellä" in page(client.get(at("account"))).main.get_text()
    give_password(browser)
    give_code(browser, app.backup_codes(person)[0])
    assert "9 varakoodia jäljellä" in page(client.get(at("account"))).main.get_text()


def test_the_picture_says_what_the_key_says_and_draws_no_name(client, newcomer):
    give_password(client, newcomer.email)
    answer = client.get(at("mfa_activate_totp"))
    assert answer.context["form"].secret in page(answer).select_one(".key").get_text().replace(" ", "")
    picture = page(answer).select_one("img.qr-code")
    assert picture["src"].startswith("data:image/svg+xml;base64,")
    assert "<text" not in answer.context["totp_svg"]
    link = page(answer).select_one("a[href^='otpauth:']")["href"]
    assert re.fullmatch(r"otpauth://totp/uusi%40example\.org\?secret=[A-Z2-7]{32}&issuer=.+", link)


def test_keys_of_the_second_factor_are_rotated(person, settings):
    from allauth.mfa.models import Authenticator
    from cryptography.fernet import Fernet

    from fields import rotation

    column = next(one for one in rotation.columns() if one.model is Authenticator)
    old, new = settings.FIELD_KEYS, Fernet.generate_key().decode()
    codes = app.backup_codes(person)
    settings.FIELD_KEYS = [new, *old]
    assert rotation.rotate(column)["moved"] == 2
    settings.FIELD_KEYS = [new]
    assert app.backup_codes(person) == codes
    totp = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    assert totp.wrap().validate_code(app.code(person.secret))


# ------------------------------------------------------------ language and look
def test_the_language_of_messages_is_the_persons_own_choice(client, person):
    enter(client, person)
    client.post(at("account"), {"language": "sv", "name": "Joku Muu", "email": "toinen@example.org"})
    person.refresh_from_db()
    assert (person.language, person.name, person.email) == ("sv", "Eeva Esimerkki", "eeva@example.org")
    assert client.post(at("account"), {"language": "xx"}).status_code == 200


STRANGER = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
OWN = [
    "account", "account_logout", "account_change_password", "account_reauthenticate", "mfa_reauthenticate",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "usersessions_list",
]  # fmt: skip


def whole(answer, language):
    assert pages.faults_of(answer.content.decode(), language) == []
    assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))
    assert page(answer).find("meta", attrs={"name": "robots", "content": "noindex"})
    foreign = [
        one.origin.name for one in answer.templates if one.origin and "/allauth/" in str(one.origin.name)
    ]
    assert foreign == []


@pytest.mark.parametrize("name", STRANGER)
def test_pages_before_sign_in_are_whole(client, language, name):
    whole(client.get(at(name, language=language)), language)


@pytest.mark.parametrize("name", OWN)
def test_pages_of_the_own_account_are_whole(client, person, language, name):
    confirmed(enter(client, person))
    answer = client.get(at(name, language=language))
    assert answer.status_code == 200
    whole(answer, language)


def test_the_pages_between_are_whole(client, newcomer, person, language):
    give_password(client)
    whole(client.get(at("mfa_authenticate", language=language)), language)
    whole(give_code(client, "000000", language=language), language)
    other = Client()
    give_password(other, newcomer.email)
    whole(other.get(at("mfa_activate_totp", language=language)), language)
    from organisations.models import Invitation

    made = Invitation.objects.send(factories.user(password=None))
    whole(Client().get(at("invitation", made.token, language=language)), language)
    whole(Client().get(at("invitation", "x", language=language)), language)
    whole(Client().get(at("account_reset_password_from_key", "1", "x-y", language=language)), language)


def test_an_error_is_said_in_the_title_and_beside_the_field(client, person, language):
    answer = give_password(client, email="ei osoite", language=language)
    assert pages.title(page(answer)).startswith({"fi": "Virhe:", "sv": "Fel:"}[language])
    field = page(answer).select_one("input[name=login]")
    assert field["aria-invalid"] == "true"
    assert page(answer).find(id=field["aria-describedby"]).get_text(strip=True)


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("account_login", "login", "username"),
        ("account_login", "password", "current-password"),
        ("account_reset_password", "email", "username"),
        ("mfa_authenticate", "code", "one-time-code"),
    ],
)
def test_password_managers_know_the_fields(client, person, name, field, value):
    if name == "mfa_authenticate":
        give_password(client)
    assert page(client.get(at(name))).select_one(f"input[name={field}]")["autocomplete"] == value
