"""Settings come from the environment alone, and a process that would run unsafely does not start."""

import json
import os
import subprocess
import sys

import pytest

from tests.sources import ROOT

PRODUCTION = {
    "HYTE_ENV": "production",
    "SECRET_KEY": "k3Hs-" + "9zQpLw" * 12,
    "HYTE_HOSTS": "hyte.example.org",
    "HYTE_ORIGIN": "https://hyte.example.org",
    "HYTE_FEEDBACK_EMAIL": "palaute@example.org",
    "FIELD_KEYS": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
    "INDEX_KEY": "i" * 50,
    "HYTE_SMTP_HOST": "mail.example.org",
    "HYTE_MAIL_FROM": "portaali@example.org",
}
SHOW = "from django.conf import settings; import json; print(json.dumps({expression}, default=str))"


def run(*arguments, **variables):
    """A process that has these variables and nothing else of ours."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "LANG", "HYTE_VAR", "HYTE_DICTIONARIES")
        if name in os.environ
    }
    environment = kept | {"DJANGO_SETTINGS_MODULE": "hyteportal.settings"} | variables
    return subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT, env=environment,
    )  # fmt: skip


def setting(expression, **variables):
    done = run("-c", SHOW.format(expression=expression), **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refusal(**variables):
    done = run("-c", SHOW.format(expression="settings.DEBUG"), **variables)
    assert done.returncode != 0, "the settings were accepted"
    return done.stderr.strip().splitlines()[-1]


def without(name):
    return {key: value for key, value in PRODUCTION.items() if key != name}


def test_no_environment_named_means_production():
    assert "HYTE_ENV=production" in refusal()
    assert setting("settings.PRODUCTION", **without("HYTE_ENV")) is True


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "HYTE_ENV"])
@pytest.mark.parametrize("empty", [True, False])
def test_production_without_a_variable_stops_and_names_it(name, empty):
    said = refusal(**without(name), **({name: "  "} if empty else {}))
    assert name in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HYTE_ENV", "prod"),
        ("HYTE_LANGUAGES", "fi,de"),
        ("HYTE_PROXIES", "-1"),
        ("HYTE_PROXIES", "many"),
        ("HYTE_POOL", "x"),
        ("HYTE_CLOCKS", "sent=7"),
    ],
)
def test_a_value_that_means_nothing_stops_and_names_its_variable(name, value):
    over = {"DATABASE_URL": "postgres://a@localhost/b"} if name == "HYTE_POOL" else {}
    assert name in refusal(**PRODUCTION | over | {name: value})


def test_debug_is_on_in_development_alone():
    assert setting("settings.DEBUG", HYTE_ENV="development") is True
    assert setting("settings.DEBUG", HYTE_ENV="demo") is False
    assert setting("settings.DEBUG", **PRODUCTION) is False


def test_outside_production_a_secret_is_made_once_and_kept_to_oneself(tmp_path):
    first = setting("settings.SECRET_KEY", HYTE_ENV="demo", HYTE_VAR=str(tmp_path))
    assert len(first) > 50
    assert setting("settings.SECRET_KEY", HYTE_ENV="demo", HYTE_VAR=str(tmp_path)) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_languages_of_the_interface_are_chosen():
    assert setting("[code for code, _ in settings.LANGUAGES]", HYTE_ENV="demo") == ["fi", "sv"]
    chosen = setting("[code for code, _ in settings.LANGUAGES]", HYTE_ENV="demo", HYTE_LANGUAGES="sv, fi,en")
    assert chosen == ["sv", "fi", "en"]


@pytest.mark.parametrize(
    ("address", "engine", "name"),
    [
        ("sqlite:///relative.sqlite3", "sqlite3", "relative.sqlite3"),
        ("sqlite:////srv/hyte.sqlite3", "sqlite3", "/srv/hyte.sqlite3"),
        ("postgres://app:pw@db.example.org:5433/hyte", "postgresql", "hyte"),
        ("postgresql://app@%2Fvar%2Frun%2Fpostgresql/hyte", "postgresql", "hyte"),
    ],
)
def test_both_databases_are_given_as_an_address(address, engine, name):
    database = setting("settings.DATABASES['default']", **PRODUCTION, DATABASE_URL=address)
    assert database["ENGINE"] == f"django.db.backends.{engine}"
    assert database["NAME"] == name
    if engine == "sqlite3":
        assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert database["OPTIONS"]["timeout"] >= 20
    else:
        assert database["OPTIONS"]["pool"]["max_size"] == 4
        assert database["CONN_MAX_AGE"] == 0


def test_production_passes_djangos_own_check_of_a_deployment():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_production_sends_cookies_over_https_alone_and_with_prefixed_names():
    expression = "[settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_NAME]"
    assert setting(expression, **PRODUCTION) == [True, True, "__Host-session"]


def test_a_forwarded_scheme_is_believed_only_behind_a_proxy():
    expression = "getattr(settings, 'SECURE_PROXY_SSL_HEADER', None)"
    assert setting(expression, **PRODUCTION) is None
    assert setting(expression, **PRODUCTION, HYTE_PROXIES="1") == ["HTTP_X_FORWARDED_PROTO", "https"]


# ------------------------------------------------------------ imports
def test_imports_ask_two_registers_unless_told_otherwise():
    expression = "settings.HYTE_IMPORT_HOSTS"
    assert setting(expression, **PRODUCTION) == ["api.palvelutietovaranto.suomi.fi", "api.lipas.fi"]
    assert setting(expression, **PRODUCTION, HYTE_IMPORT_HOSTS="a.example.fi,xn--b.fi")[1] == "xn--b.fi"


@pytest.mark.parametrize(
    "host",
    ["https://a.fi", "a.fi:443", "a.fi/x", "*", "*.fi", "A.fi", "127.0.0.1", "2130706433", "localhost", "[::1]",
     "a b.fi", "ä.fi", "a.fi.", "user@a.fi"],
)  # fmt: skip
def test_what_is_no_plain_host_name_may_not_be_asked_by_imports(host):
    assert "HYTE_IMPORT_HOSTS" in refusal(**PRODUCTION | {"HYTE_IMPORT_HOSTS": f"api.lipas.fi, {host}"})


@pytest.mark.parametrize(
    "origin",
    ["http://127.0.0.1", "https://127.0.0.1:8000", "http://127.0.0.1:8000/", "http://localhost:8000",
     "http://10.0.0.1:80", "http://127.0.0.1:80@evil.example", "http://0.0.0.0:80"],
)  # fmt: skip
def test_a_stand_in_register_is_on_this_machine_alone(origin):
    assert "HYTE_IMPORT_TEST_ORIGINS" in refusal(HYTE_ENV="demo", HYTE_IMPORT_TEST_ORIGINS=origin)


def test_there_is_no_stand_in_register_in_production():
    expression, origin = "settings.HYTE_IMPORT_TEST_ORIGINS", "http://127.0.0.1:8000"
    assert setting(expression, HYTE_ENV="demo", HYTE_IMPORT_TEST_ORIGINS=origin) == [origin]
    assert "HYTE_IMPORT_TEST_ORIGINS" in refusal(**PRODUCTION, HYTE_IMPORT_TEST_ORIGINS=origin)
    assert setting(expression, **PRODUCTION) == []
