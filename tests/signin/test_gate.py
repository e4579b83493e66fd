"""The gate: a session with only a password walks every address and gets nowhere; with the second factor it gets in."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve, reverse

from organisations.models import Role
from organisations.signin.middleware import WITHOUT_SECOND_FACTOR
from tests import factories
from tests.signin import app
from tests.signin.conftest import at, come_in, is_in
from tests.signing import confirmed, enter, record

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Words that stand for any parameter of an address; the gate answers before the page looks at them.
WORDS = ["1", "x", "00000000-0000-4000-8000-000000000000"]
SAID = {"action": "palauta"}  # only words of the page's language are an address


def addresses(patterns=None, before=()):
    """``(name, view, path)`` of everything behind sign-in, in the language in force."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = (*before, pattern)
        if not isinstance(pattern, URLPattern):
            yield from addresses(pattern.url_patterns, here)
        elif getattr(pattern.callback, "login_required", True):
            yield pattern.name, pattern.callback, path_of(here)


def path_of(patterns):
    path = "/"
    for one in patterns:
        route = one.pattern
        made = str(route) if not hasattr(route, "prefix_default_language") else "fi/"
        for name, converter in getattr(route, "converters", {}).items():
            word = SAID.get(name) or next(word for word in WORDS if re.fullmatch(converter.regex, word))
            made = re.sub(rf"<(\w+:)?{name}>", word, made)
        made = re.sub(r"\(\?P<\w+>\.[*+]\)|\(\?P<\w+>\[[^)]*\)", "x", made)
        made = re.sub(r"\(\?P<\w+>(\w+)[^)]*\)", r"\1", made)
        path += made.removeprefix("^").removesuffix("$").removesuffix("\\Z")
    return path


def test_the_walk_meets_the_pages_it_should():
    walked = {name: path for name, _view, path in addresses()}
    assert {"workspace", "account", "index", "usersessions_list", "mfa_activate_totp"} <= set(walked)
    assert len(walked) > 30
    assert "home" not in walked
    assert not [path for path in walked.values() if re.search(r"[<(\\\[]", path)]
    assert all(resolve(path) for path in walked.values())


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_with_only_a_password_gets_nowhere(newcomer, method):
    newcomer.is_superuser = True  # no right of any kind helps
    newcomer.save()
    client, open_to_it = enter(Client(), newcomer, second_factor=False), {}
    for name, _view, path in addresses():
        answer = getattr(client, method)(path)
        if (answer.status_code, answer.headers.get("Location")) != (302, at("mfa_activate_totp")):
            open_to_it[name] = answer.status_code
    assert set(open_to_it) == WITHOUT_SECOND_FACTOR


def test_who_has_an_app_but_did_not_use_it_is_signed_out(client, person):
    enter(client, person, second_factor=False)
    answer = client.get("/admin/")
    assert answer.url == f"{at('account_login')}?next=/admin/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["workspace", "account", "admin:index"])
def test_with_the_second_factor_the_same_pages_open(client, person, name):
    enter(client, person)
    assert client.get(reverse(name)).status_code == 200


def test_the_second_factor_of_another_person_does_not_count(client, person, newcomer):
    come_in(client, person)
    kept = {key: value for key, value in client.session.items() if key.startswith("account_auth")}
    enter(client, newcomer, second_factor=False)
    session = client.session
    session.update(kept)
    session.save()
    assert client.get(at("workspace")).url == at("mfa_activate_totp")


@pytest.mark.parametrize("line", [{"method": "practice"}, {"method": "code"}, {"method": "password"}, {}])
def test_other_lines_of_the_session_are_no_second_factor(client, newcomer, line):
    enter(client, newcomer, second_factor=False)
    record(client, newcomer, **line)
    assert client.get(at("workspace")).url == at("mfa_activate_totp")


def test_setting_up_the_app_opens_the_gate(client, newcomer):
    enter(client, newcomer, second_factor=False)
    shown = client.get(at("mfa_activate_totp"))
    answer = client.post(at("mfa_activate_totp"), {"code": app.code(shown.context["form"].secret)})
    assert answer.url == at("mfa_view_recovery_codes")
    assert is_in(client)


def test_a_page_that_forgets_to_say_so_is_behind_the_gate(client, newcomer, rf):
    """Whoever writes a view and no decorator has written a protected page."""
    from organisations.signin.middleware import SignedIn

    def forgotten(request):
        return HttpResponse("secret")

    request = rf.get("/fi/")
    enter(client, newcomer, second_factor=False)
    request.user, request.session = newcomer, client.session
    request.resolver_match = type("Match", (), {"view_name": "forgotten"})
    gate = SignedIn(None)
    assert gate.process_view(request, forgotten, (), {}).status_code == 302
    assert gate.process_view(request, login_not_required(forgotten), (), {}) is None


def test_a_deactivated_person_is_out_at_the_next_request(client, person):
    come_in(client, person)
    assert is_in(client)
    type(person).objects.update(is_active=False)
    assert client.get(at("workspace")).url == f"{at('account_login')}?next={at('workspace')}"


def test_the_admin_has_no_form_of_its_own(client, person):
    assert (
        client.get("/admin/login/?next=/admin/catalogue/").url
        == f"{at('account_login')}?next=/admin/catalogue/"
    )
    answer = client.post("/admin/login/", {"username": person.email, "password": "x"})
    assert answer.url == f"{at('account_login')}?next=/admin/"
    enter(client, factories.user(Role.PROFESSIONAL))
    assert client.get("/admin/", follow=True).status_code == 403


def test_confirming_alone_is_no_second_factor(client, newcomer):
    enter(client, newcomer, second_factor=False)
    record(client, newcomer, method="password", reauthenticated=True)
    assert client.get(at("workspace")).url == at("mfa_activate_totp")
    confirmed(client)  # by a code it is: the app was asked for it
    assert client.get(at("account")).status_code == 200
