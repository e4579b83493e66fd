"""Saying again who one is: when it is asked, how long it holds, and for whom it can never be said."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from audit.models import Entry
from organisations.signin import proof
from tests import factories
from tests.signin import app
from tests.signin.conftest import PASSWORD, at, come_in, is_in, said
from tests.signing import confirmed, enter, record

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def asked(client, user, rf, path="/fi/x/?y=1", **more):
    """What a page that needs a step-up answers this session."""
    request = rf.get(path, **more) if more.pop("method", "get") == "get" else rf.post(path, **more)
    request.user, request.session = user, client.session
    return proof.step_up(lambda request: HttpResponse("shown"))(request)


def test_signing_in_is_not_saying_again(client, person, rf):
    come_in(client, person)
    answer = asked(client, person, rf)
    assert answer.url == f"{at('mfa_reauthenticate')}?next=%2Ffi%2Fx%2F%3Fy%3D1"


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (4, 200), (5, 302), (6, 302)])
def test_a_confirmation_holds_less_than_five_minutes(client, person, rf, clock, minutes, status):
    enter(client, person)
    confirmed(client)
    clock.forward(minutes=minutes)
    assert asked(client, person, rf).status_code == status


def test_a_confirmation_dated_in_the_future_counts_for_nothing(client, person, rf, clock):
    enter(client, person)
    record(client, person, method="mfa", reauthenticated=True, at=clock.now + 3600)
    assert asked(client, person, rf).status_code == 302


@pytest.mark.parametrize("way", ["code", "backup code", "password"])
def test_each_way_to_confirm_leads_back_and_gives_the_session_a_new_id(client, person, rf, clock, way):
    come_in(client, person)
    clock.forward(minutes=2)
    before = client.session.session_key
    name = "account_reauthenticate" if way == "password" else "mfa_reauthenticate"
    sent = {
        "code": lambda: {"code": app.code(person.secret)},
        "backup code": lambda: {"code": app.backup_codes(person)[0]},
        "password": lambda: {"password": PASSWORD},
    }[way]()
    answer = client.post(f"{at(name)}?next={at('mfa_view_recovery_codes')}", sent)
    assert (answer.status_code, answer.url) == (302, at("mfa_view_recovery_codes"))
    assert client.session.session_key != before
    assert asked(client, person, rf).status_code == 200
    assert is_in(client)
    client.cookies["sessionid"] = before
    assert not is_in(client)
    assert Entry.objects.filter(action="confirmed", actor_id=person.pk).count() == 1


def test_the_list_of_sessions_follows_the_new_id(client, person):
    from allauth.usersessions.models import UserSession

    come_in(client, person)
    client.post(at("account_reauthenticate"), {"password": PASSWORD})
    assert UserSession.objects.get(user=person).session_key == client.session.session_key


@pytest.mark.parametrize("name", ["mfa_reauthenticate", "account_reauthenticate"])
def test_a_wrong_answer_confirms_nothing(client, person, rf, name):
    come_in(client, person)
    answer = client.post(at(name), {"code": "000000", "password": "väärä salasana"})
    assert len(said(answer)) == 1
    assert asked(client, person, rf).status_code == 302


def test_the_code_that_let_in_does_not_confirm_too(client, person):
    come_in(client, person)
    assert client.post(at("mfa_reauthenticate"), {"code": app.code(person.secret)}).status_code == 200


def test_who_signs_in_elsewhere_only_is_never_confirmed(client, rf):
    """No password and no factor of ours: the library's own answer for them is yes."""
    from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate

    stranger = factories.user(password=None)
    enter(client, stranger)
    confirmed(client)
    request = rf.get("/")
    request.user, request.session = stranger, client.session
    assert did_recently_reauthenticate(request) is True  # what is not relied on
    assert proof.recently_confirmed(request) is False
    with pytest.raises(PermissionDenied):
        asked(client, stranger, rf)


@pytest.mark.parametrize(
    "name",
    ["mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_of_the_second_factor_refuse_who_signs_in_elsewhere_only(client, name, method):
    stranger = factories.user(password=None)
    enter(client, stranger)
    assert getattr(client, method)(at(name)).status_code == 403


@pytest.mark.parametrize(
    "name",
    ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_activate_totp"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_changing_the_second_factor_asks_again(client, person, name, method):
    enter(client, person)
    answer = getattr(client, method)(at(name))
    assert answer.status_code == 302
    assert answer.url == f"{at('mfa_reauthenticate')}?next={at(name).replace('/', '%2F')}"


@pytest.mark.parametrize(
    "name", ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
)
def test_the_password_alone_does_not_take_over_the_second_factor(client, person, name):
    """Whoever learnt the password and finds an open screen would otherwise keep the account."""
    enter(client, person)
    record(client, person, method="password", reauthenticated=True)
    assert client.get(at(name)).url.startswith(at("mfa_reauthenticate"))
    confirmed(client)
    assert client.get(at(name)).status_code in (200, 404)  # 404: no codes to be shown


def test_what_was_sent_in_a_form_is_not_kept_anywhere(client, person, rf):
    """The library would store the form and the cookies in the session and send it again by itself."""
    enter(client, person)
    client.post(
        at("mfa_activate_totp"), {"code": "kirjoitettu"}
    )  # six digits may stand in a time of day, too
    assert "kirjoitettu" not in str(dict(client.session.items()))


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/fi/lomake/?a=1", "http%3A%2F%2Ftestserver%2Ffi%2Flomake%2F%3Fa%3D1"),
        ("https://evil.example/", "%2Ffi%2Fx%2F"),
        ("", "%2Ffi%2Fx%2F"),
    ],
)
def test_after_a_form_the_person_is_at_the_form_again(client, person, rf, referer, back):
    enter(client, person)
    answer = asked(client, person, rf, "/fi/x/", method="post", headers={"referer": referer})
    assert answer.url == f"{at('mfa_reauthenticate')}?next={back}"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_confirming_leads_to_no_other_site(client, person, target):
    come_in(client, person)
    answer = client.post(at("account_reauthenticate") + f"?next={target}", {"password": PASSWORD})
    assert answer.url == at("workspace")


def test_guesses_at_the_password_in_an_open_session_are_limited(client, person):
    enter(client, person)
    answers = [client.post(at("account_reauthenticate"), {"password": f"arvaus {n}"}) for n in range(11)]
    assert answers[-1].status_code == 429
    assert said(answers[6]) == ["Salasana on väärin."] or "Liian monta" in said(answers[6])[0]
