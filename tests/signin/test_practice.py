"""Practice sign-in: only in a demo, and no practice account can sign in anywhere else."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client

from organisations.models import Organisation, Role, User
from organisations.signin import checks, practice
from tests import factories
from tests.signin import app
from tests.signin.conftest import PASSWORD, at, give_password, is_in, page
from tests.signing import enter, record

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def demo(settings):
    settings.HYTE_ENV = "demo"
    return settings


@pytest.fixture
def practiser(db):
    return factories.user(
        Role.MAIN_USER, email=practice.address(Role.MAIN_USER), password=None, practice=True
    )


def practise(client, person, **more):
    return client.post(at("practice_sign_in") + more.pop("query", ""), {"email": person.email}, **more)


def test_one_press_lets_in_in_a_demo(client, demo, practiser):
    shown = page(client.get(at("account_login")))
    assert [node["value"] for node in shown.select(".practice button")] == [practiser.email]
    assert practise(client, practiser).url == at("workspace")
    assert is_in(client)


def test_the_press_leads_where_the_person_was_going(client, demo, practiser):
    assert practise(client, practiser, query="?next=/admin/").url == "/admin/"
    assert practise(Client(), practiser, query="?next=https://evil.example/").url == at("workspace")


@pytest.mark.parametrize("env", ["development", "production"])
def test_elsewhere_there_is_no_such_page_and_no_word_of_it(client, settings, practiser, env):
    settings.HYTE_ENV = env
    assert practise(client, practiser).status_code == 404
    assert not page(client.get(at("account_login"))).select(".practice")


@pytest.mark.parametrize("env", ["development", "production"])
def test_elsewhere_a_practice_account_signs_in_by_no_door(client, demo, practiser, env):
    practiser.set_password(PASSWORD)
    practiser.save()
    practise(client, practiser)
    assert is_in(client)
    demo.HYTE_ENV = env  # the same database, moved
    assert not is_in(client)
    assert give_password(Client(), practiser.email).status_code == 200


@pytest.mark.parametrize("email", ["eeva@example.org", "kuka@harjoitus.invalid", ""])
def test_nobody_else_comes_in_by_this_door(client, demo, person, email):
    assert client.post(at("practice_sign_in"), {"email": email}).status_code == 404


def test_the_door_opens_by_a_form_with_its_token(demo, practiser):
    assert Client().get(at("practice_sign_in")).status_code == 405
    assert practise(Client(enforce_csrf_checks=True), practiser).status_code == 403


def test_the_line_of_a_practice_sign_in_is_no_second_factor_of_a_real_person(client, demo, newcomer):
    enter(client, newcomer, second_factor=False)
    record(client, newcomer, method="practice", reauthenticated=True)
    assert client.get(at("workspace")).url == at("mfa_activate_totp")


def test_a_practice_account_confirms_with_a_press(client, demo, practiser, rf):
    from organisations.signin.proof import recently_confirmed

    practise(client, practiser)
    before = client.session.session_key
    answer = client.post(at("practice_confirm"), {"next": at("account")})
    assert answer.url == at("account")
    request = rf.get("/")
    request.user, request.session = practiser, client.session
    assert recently_confirmed(request)
    assert client.session.session_key != before
    demo.HYTE_ENV = "production"
    assert not recently_confirmed(request)


def test_a_real_person_has_no_such_press(client, demo, person):
    enter(client, person)
    assert client.post(at("practice_confirm")).status_code == 404


@pytest.mark.parametrize(
    "name", ["account_change_password", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes"]
)
def test_nobody_takes_a_practice_account_for_themselves(client, demo, practiser, name):
    practise(client, practiser)
    assert client.get(at(name)).status_code == 404
    client.post(at("account"), {"language": "sv"})
    practiser.refresh_from_db()
    assert practiser.language == "fi"
    assert not page(client.get(at("account"))).select(f"a[href='{at(name)}']")


def test_a_practice_account_has_no_invitation_and_no_reset(client, demo, practiser):
    from organisations.models import Invitation
    from outbox.models import Message

    made = Invitation.objects.send(practiser)
    assert client.get(at("invitation", made.token)).status_code == 410
    client.post(at("account_reset_password"), {"email": practiser.email})
    assert not Message.objects.filter(kind="password_reset").exists()


# ------------------------------------------------------------ checks
def faults(*, databases=("default",)):
    return {one.id for one in [*checks.door(None), *checks.practice(None, databases)]}


@pytest.mark.parametrize(
    ("env", "found"), [("production", {"signin.E004"}), ("demo", set()), ("development", set())]
)
def test_a_check_refuses_practice_accounts_in_production(settings, practiser, env, found):
    settings.HYTE_ENV = env
    assert faults() == found
    User.objects.all().delete()
    assert faults() == set()


@pytest.mark.parametrize(
    ("name", "change", "found"),
    [
        ("MIDDLEWARE", lambda order: [one for one in order if one != checks.GATE], "signin.E001"),
        (
            "MIDDLEWARE",
            lambda order: [checks.GATE, *(one for one in order if one != checks.GATE)],
            "signin.E001",
        ),
        ("MIDDLEWARE", lambda order: [one for one in order if one != checks.BEFORE], "signin.E001"),
        (
            "AUTHENTICATION_BACKENDS",
            lambda there: [*there, "django.contrib.auth.backends.ModelBackend"],
            "signin.E002",
        ),
    ],
)
def test_a_check_sees_a_way_round_the_gate(settings, name, change, found):
    setattr(settings, name, change(getattr(settings, name)))
    assert found in faults()
    assert found in {one.id for one in run_checks()}


def test_a_check_sees_a_code_that_opens_every_account(settings):
    settings.MFA_TOTP_INSECURE_BYPASS_CODE = "123456"
    assert "signin.E003" in faults()


def test_the_app_of_tests_is_the_librarys(person):
    from allauth.mfa.totp.internal.auth import validate_totp_code

    assert validate_totp_code(person.secret, app.code(person.secret))


# ------------------------------------------------------------ what is done to them
def test_a_closed_practice_account_is_there_again_at_the_next_start(demo):
    factories.organisation(kind=Organisation.Kind.COUNTY)
    factories.organisation(kind=Organisation.Kind.MUNICIPALITY, municipality=factories.municipality())
    call_command("practice_accounts", "--commit")
    editor = User.objects.get(email="editor@harjoitus.invalid")
    editor.close(by=User.objects.get(email="administrator@harjoitus.invalid"))
    for _start in range(2):
        call_command("practice_accounts", "--commit")
    editor.refresh_from_db()
    assert editor.is_active
    assert editor.memberships.lasting().count() == 1
