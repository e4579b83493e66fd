"""Invitations: the only way to an account, once, for three days, for one person."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from audit.models import Entry
from organisations.models import Invitation, Role, User
from outbox.models import Message
from tests import factories
from tests.signin import app
from tests.signin.conftest import PASSWORD, at, come_in, is_in, page, said

pytestmark = pytest.mark.django_db  # two who accept at once: asked on both databases

NEW = {"password1": "sininen polkupyörä pihalla", "password2": "sininen polkupyörä pihalla"}


@pytest.fixture
def invited(db):
    return factories.user(Role.EDITOR, email="kutsuttu@example.org", name="Kutsuttu Esimerkki", password=None)


def link(invitation, language="fi"):
    return at("invitation", invitation.token, language=language)


def test_from_the_mail_to_the_workspace(client, invited, language):
    invited.speak(language)
    made = Invitation.objects.send(invited)
    mail = Message.objects.get(kind="invitation")
    assert (mail.address, mail.language, mail.receiver_id) == (invited.email, language, invited.pk)
    assert made.link() in mail.words
    assert made.link().endswith(link(made, language))
    shown = client.get(link(made, language))
    assert invited.name in page(shown).main.get_text()
    answer = client.post(link(made, language), NEW)
    assert answer.url == at("mfa_activate_totp", language=language)
    shown = client.get(answer.url)
    answer = client.post(answer.url, {"code": app.code(shown.context["form"].secret)})
    shown = client.get(answer.url)
    assert len(page(shown).select(".codes li")) == 10
    assert client.get(page(shown).select_one(".buttons a")["href"]).status_code == 200
    done = list(Entry.objects.filter(actor_id=invited.pk).order_by("pk").values_list("action", flat=True))
    assert done[:2] == ["invitation_accepted", "signed_in"]


def test_the_link_itself_is_kept_nowhere_in_clear(invited):
    made = Invitation.objects.send(invited)
    kept = str(Invitation.objects.values().get()) + str(Entry.objects.values())
    assert made.token not in kept
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT words, address FROM outbox_message")
        assert made.token not in str(cursor.fetchall())


def test_a_link_is_accepted_once(client, browser, invited):
    made = Invitation.objects.send(invited)
    client.post(link(made), NEW)
    for answer in (browser.get(link(made)), browser.post(link(made), NEW | {"password1": "x" * 20})):
        assert answer.status_code == 410
        assert page(answer).h1.get_text() == "Kutsu ei toimi"
    invited.refresh_from_db()
    assert invited.check_password(NEW["password1"])


def test_of_two_who_accept_at_once_one_is_first(invited):
    made = Invitation.objects.send(invited)
    first, second = Invitation.objects.find(made.token), Invitation.objects.find(made.token)
    assert first.accept("ensimmäinen salasana")
    assert not second.accept("toinen salasana tässä")
    invited.refresh_from_db()
    assert invited.check_password("ensimmäinen salasana")


@pytest.mark.parametrize(("hours", "status"), [(71, 200), (73, 410)])
def test_a_link_works_for_three_days(client, invited, clock, hours, status):
    made = Invitation.objects.send(invited)
    clock.forward(hours=hours)
    assert client.get(link(made)).status_code == status


def end_by(how, person, made):
    if how == "withdrawn":
        Invitation.objects.revoke(person)
    elif how == "a newer one":
        Invitation.objects.send(person)
    elif how == "closed account":
        User.objects.update(is_active=False)
    elif how == "out of time":
        Invitation.objects.update(
            sent_at=timezone.now() - timedelta(hours=80), expires_at=timezone.now() - timedelta(hours=8)
        )


@pytest.mark.parametrize("how", ["withdrawn", "a newer one", "closed account", "out of time"])
def test_an_ended_invitation_opens_nothing(client, invited, how):
    made = Invitation.objects.send(invited)
    end_by(how, invited, made)
    assert client.post(link(made), NEW).status_code == 410
    invited.refresh_from_db()
    assert not invited.has_usable_password()


@pytest.mark.parametrize("how", ["open", "withdrawn", "out of time"])
def test_a_forgotten_password_is_no_way_round_an_invitation(client, invited, how):
    made = Invitation.objects.send(invited)
    end_by(how, invited, made)
    client.post(at("account_reset_password"), {"email": invited.email})
    assert not Message.objects.filter(kind="password_reset").exists()


@pytest.mark.parametrize(
    "token", ["x", "%00", "a" * 500, "ä", "\ud800".encode("utf-8", "surrogatepass").hex()]
)
def test_no_other_word_is_an_invitation(client, invited, token):
    Invitation.objects.send(invited)
    assert client.get(f"/fi/tili/kutsu/{token}/").status_code in {404, 410}


def test_opening_the_link_uses_nothing_up(client, invited):
    made = Invitation.objects.send(invited)
    for _ in range(3):
        assert client.get(link(made)).status_code == 200
        assert client.head(link(made)).status_code == 200
    assert Invitation.objects.open_for(invited) == made


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("lyhyt", "lyhyt", "Salasana on liian lyhyt. Siinä on oltava vähintään 12 merkkiä."),
        ("password1234", "password1234", "Salasana on liian tavallinen ja siksi helppo arvata."),
        ("kutsuttu esimerkki", "kutsuttu esimerkki", "Salasana muistuttaa liikaa tietojasi: nimi."),
        ("sininen polkupyörä pihalla", "sininen polkupyörä tiellä", "Salasanat eivät ole samat."),
        ("", "", "Tämä tieto tarvitaan."),
    ],
)
def test_a_weak_password_is_refused_in_our_words(client, invited, first, second, says):
    made = Invitation.objects.send(invited)
    answer = client.post(link(made), {"password1": first, "password2": second})
    assert says in said(answer)
    assert Invitation.objects.open_for(invited) == made


def test_an_invitation_again_begins_from_nothing(client, browser, person):
    """Phone and backup codes are lost: new password, new app; what was open elsewhere ends."""
    come_in(browser, person)
    made = Invitation.objects.send(person)
    assert is_in(browser)
    answer = client.post(link(made), NEW)
    assert answer.url == at("mfa_activate_totp")
    assert not is_in(browser)
    assert not Authenticator.objects.filter(user=person).exists()
    person.refresh_from_db()
    assert not person.check_password(PASSWORD)


def test_somebody_elses_session_in_the_browser_ends_first(client, person, invited):
    come_in(client, person)
    client.post(link(Invitation.objects.send(invited)), NEW)
    assert client.session["_auth_user_id"] == str(invited.pk)
    assert (
        client.get(at("mfa_activate_totp")).status_code == 200
    )  # goes on, and is not asked the password again
    assert Entry.objects.filter(action="signed_out", actor_id=person.pk).exists()
    assert client.get(at("workspace")).url == at("mfa_activate_totp")


def test_there_is_no_signing_up(client):
    from allauth.account.adapter import get_adapter
    from django.urls import NoReverseMatch, reverse

    assert get_adapter().is_open_for_signup(None) is False
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
