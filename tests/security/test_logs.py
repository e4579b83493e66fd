"""Logs, tracebacks and error reports name nobody and open no door."""

import io
import logging
import re
import runpy
import sys
from logging.config import dictConfig

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.utils import translation
from django.utils.module_loading import import_string
from hypothesis import given
from hypothesis import strategies as st

from fields.encrypted import encrypt
from hyteportal import urls
from hyteportal.redaction import LONGEST, Line, redact, say_uncaught
from hyteportal.reporting import Reporter, ReporterFilter
from tests.fields.codes import code_of
from tests.sources import ROOT

CODE = code_of()
FILTERED = "[identity code]"
# What must not stand in a log, each as it may come, and a part of it that would give it away.
PERSONAL = {
    "identity code": (f"client {CODE} is here", CODE),
    "identity code of the 1800s in an address": (f"/x/{code_of(sign='+').replace('+', '%2B')}/", "900"),
    "identity code in small letters": (f"client {code_of('010203', 'A').lower()}.", "010203"),
    "identity code with a sign of 2023": (f"({code_of(sign='Y')})", "010190"),
    "identity code with an en dash": (CODE.replace("-", "–"), "010190"),
    "e-mail": ("to eeva.esimerkki+x@posti.example.org now", "esimerkki"),
    "e-mail in quotes": ("Key 'eeva@example.org'", "eeva"),
    "e-mail with an å": ("åsa.exempel@example.org", "exempel"),
    "e-mail in an address": ("/x/eeva%40example.org/", "eeva"),
    "phone": ("call 040 123 4567.", "123"),
    "phone without spaces": ("call=0401234567", "0401234567"),
    "phone with hyphens": ("(040-123 4567)", "4567"),
    "fixed phone": ("05 220 6000", "6000"),
    "phone with its country": ("+358 40 1234567", "1234567"),
    "phone of another country": ("0046 70 123 45 67", "123"),
    "search": ("failed on /fi/palvelut/?q=masennus&page=2 again", "masennus"),
    "address with a query": ("https://example.org/x?a=b#c", "a=b"),
    "invitation": ("/fi/tili/kutsu/k3Hs9zQpLw-9zQpLw9z_QpLw9zQpLw9zQpLw9zQp/", "QpLw"),
    "session key": ("session abc123def456ghi789jkl012mno345pq gone", "abc123"),
    "reset link": ("2x-c8p1ab-4f3e2d1c0b9a8f7e6d5c4b3a29181716", "4f3e2d"),
    "sealed value": (f"value {encrypt('x')}", "gAAAA"),
    "password": ("{'password': 'oma sana 1', 'name': 'x'}", "oma sana"),
    "password by name": ('new_password1="oma sana"', "oma"),
    "one-time code": ("{'code': '123456'}", "123456"),
    "token by name": ("csrfmiddlewaretoken: 'abc'", "abc"),
    "cookie": ("Cookie: __Host-session=abc; other=def", "def"),
    "authorization": ("'Authorization': 'Bearer abc.def'", "abc"),
    "password of a database": ("postgres://hyte_app:salaisuus@db/hyte", "salaisuus"),
    "a refused row": ("DETAIL:  Failing row contains (1, Eeva Esimerkki, Kotka).", "Eeva"),
    "a refused key": ("DETAIL:  Key (name)=(Eeva Esimerkki) already exists.", "Eeva"),
}


def logged(message, *args, exception=None, stack=False):
    """What the log holds of it, through the handler and the formatter of the settings."""
    record = logging.LogRecord("hyteportal", logging.ERROR, "x.py", 1, message, args, exception)
    record.stack_info = message if stack else None
    return Line().format(record)


@pytest.mark.parametrize("kind", PERSONAL)
def test_a_log_holds_nothing_of_it(kind):
    text, telling = PERSONAL[kind]
    ways = [
        logged(text),
        logged("said %s to %s", text, {"value": text}),
        logged("x", stack=text),
        logged(text, stack=True),
    ]
    assert [way for way in ways if telling in way] == []
    assert all("[" in way for way in (ways[0], ways[1], ways[3]))


@pytest.mark.parametrize("kind", PERSONAL)
def test_a_traceback_holds_nothing_of_it(kind):
    text, telling = PERSONAL[kind]
    try:
        try:
            raise ValueError(text)
        except ValueError as first:
            first.add_note(text)
            raise RuntimeError(f"again: {text}") from first
    except RuntimeError:
        whole = logged("failed", exception=sys.exc_info())
    assert telling not in whole
    assert whole.count("Traceback") == 2
    assert "test_logs.py" in whole


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 09:48:05,123 ERROR django.request Internal Server Error: /fi/palvelut/12/",
        "server error 0a1b2c3d on service_places",
        "row 6b4f7c1e-0f0a-4f63-9d7e-0d5c2f6f1a11 of outbox_message, 400000 rows in 0.1234567 s, port 08000",
        'File "/srv/catalogue/migrations/0004_a_long_name_of_a_migration_indeed.py", line 12, in forwards',
        "test_a_name_of_a_function_that_is_rather_long() takes 2 positional arguments",
        "due at 2026-11-23T07:48:05.123456+00:00, on 01.02.2026 at 9.30–15",
        "could not connect to 192.0.2.10:5432; 10.0.0.1",
        "in_state(name) = F('name') and token = make(); code = 12",
        "Is it so? a=b",
    ],
)
def test_what_leads_to_the_fault_stays(text):
    assert redact(text) == text


@given(
    st.text(max_size=30),
    st.sampled_from([CODE, code_of(sign="U"), code_of("010203", "B", "999")]),
    st.text(max_size=30),
)
def test_no_identity_code_stays_whatever_stands_round_it(before, code, after):
    assert code not in redact(f"{before} {code} {after}")


def test_one_message_is_one_line_that_nobody_can_add_to():
    said = logged("tried %s", "x\n2026-11-23 09:48:05,123 INFO hyteportal all is well\r\x1b[2J\u2028")
    assert len(said.splitlines()) == 1
    assert "\x1b" not in said


def test_a_long_text_is_cut_between_two_words_before_it_keeps_the_log_busy():
    """Half of a code would not be known for one."""
    said = redact("x" * (LONGEST - 8) + f" {CODE} " + "y" * LONGEST)
    assert said.endswith("[cut]")
    assert len(said) <= LONGEST + len(" [cut]")
    assert CODE[:6] not in said


def test_the_settings_send_every_logger_through_this_formatter():
    handlers = settings.LOGGING["handlers"].values()
    assert {handler["class"] for handler in handlers} == {"logging.StreamHandler"}
    assert {settings.LOGGING["formatters"][handler["formatter"]]["()"] for handler in handlers} == {
        "hyteportal.redaction.Line"
    }
    loggers = [settings.LOGGING["root"], *settings.LOGGING["loggers"].values()]
    assert {name for logger in loggers for name in logger["handlers"]} == set(settings.LOGGING["handlers"])


def test_the_server_itself_logs_through_this_formatter():
    conf = runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))["logconfig_dict"]
    stream = io.StringIO()
    handler = conf["handlers"]["console"] | {"stream": stream}
    names = {
        "root": "a.test",
        "gunicorn.error": "a.test.of.gunicorn",
    }  # not the real ones: they are the test run's
    dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": conf["formatters"],
            "handlers": {"console": handler},
            "loggers": {names["gunicorn.error"]: conf["loggers"]["gunicorn.error"]},
        }
    )
    logging.getLogger(names["gunicorn.error"]).error(
        "Error handling request /fi/palvelut/?q=masennus %s", CODE
    )
    assert FILTERED in stream.getvalue()
    assert "masennus" not in stream.getvalue()


def test_what_ends_a_command_is_redacted_too(capsys):
    try:
        raise ValueError(CODE)
    except ValueError:
        say_uncaught(*sys.exc_info())
    said = capsys.readouterr().err
    assert "ValueError: [identity code]" in said
    assert CODE not in said


# ------------------------------------------------------------ a page that fails
@login_not_required
def fails(request):
    client = request.POST.get("client")
    return HttpResponse(int(client))


@login_not_required
def away(request):
    raise OperationalError("the database is away")


urlpatterns = [path("fails/", fails), path("away/", away), *urls.urlpatterns]
handler500 = "hyteportal.errors.server_error"


@pytest.mark.urls("tests.security.test_logs")
@pytest.mark.django_db
def test_a_page_that_fails_on_a_persons_data_tells_neither_log_nor_reader(client, caplog):
    caplog.handler.setFormatter(Line())
    client.raise_request_exception = False
    with caplog.at_level(logging.INFO):
        for logger in ("django.request", "hyteportal"):
            logging.getLogger(logger).addHandler(caplog.handler)
        try:
            response = client.post("/fails/?q=masennus", {"client": CODE})
        finally:
            for logger in ("django.request", "hyteportal"):
                logging.getLogger(logger).removeHandler(caplog.handler)
    log = "\n".join(caplog.handler.format(record) for record in caplog.records)
    assert response.status_code == 500
    assert "ValueError" in log and "tests/security/test_logs.py" in log and FILTERED in log
    for told in (log, response.content.decode()):
        assert CODE not in told
    assert f"client={CODE}" not in log
    assert "ValueError" not in response.content.decode()


@pytest.mark.urls("tests.security.test_logs")
@pytest.mark.django_db
def test_the_number_on_the_error_page_stands_in_the_log(client, caplog):
    caplog.handler.setFormatter(Line())
    client.raise_request_exception = False
    logging.getLogger("hyteportal").addHandler(caplog.handler)
    try:
        page = client.post("/fails/", {"client": "x"}).content.decode()
    finally:
        logging.getLogger("hyteportal").removeHandler(caplog.handler)
    said = [caplog.handler.format(record) for record in caplog.records if record.name == "hyteportal"]
    number = re.search(r"server error (\w{8}) on", said[0]).group(1)
    assert number in page


@pytest.mark.urls("tests.security.test_logs")
@pytest.mark.django_db
def test_while_the_database_is_away_pages_say_when_to_try_again(client):
    client.raise_request_exception = False
    response = client.get("/away/")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Yritä hetken kuluttua uudelleen." in response.content.decode()
    assert client.post("/fails/", {"client": "x"}).status_code == 500


def report(debug, monkeypatch, html=False):
    """An error report as Django would send or show it."""
    monkeypatch.setattr(settings, "DEBUG", debug)
    request = RequestFactory().post("/x/?q=masennus", {"client": CODE}, headers={"cookie": "a=salaisuus"})
    try:
        fails(request)
    except ValueError:
        reporter = import_string(settings.DEFAULT_EXCEPTION_REPORTER)(request, *sys.exc_info())
        return reporter.get_traceback_html() if html else reporter.get_traceback_text()


@pytest.mark.parametrize("html", [False, True])
def test_an_error_report_holds_the_way_to_the_fault_and_no_data(monkeypatch, html):
    translation.deactivate_all()
    told = report(False, monkeypatch, html)
    assert "ValueError" in told and "in fails" in told
    for secret in (
        CODE,
        "masennus",
        "salaisuus",
        settings.SECRET_KEY,
        *settings.FIELD_KEYS,
        settings.INDEX_KEY,
    ):
        assert secret not in told


def test_not_even_the_page_of_development_holds_keys(monkeypatch):
    told = report(True, monkeypatch)
    assert "in fails" in told
    for secret in (settings.SECRET_KEY, *settings.FIELD_KEYS, settings.INDEX_KEY):
        assert secret not in told
    safe = ReporterFilter().get_safe_settings()
    assert {safe[name] for name in ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY")} == {
        ReporterFilter.cleansed_substitute
    }


def test_the_reporter_is_the_one_of_the_settings():
    assert import_string(settings.DEFAULT_EXCEPTION_REPORTER) is Reporter
    assert import_string(settings.DEFAULT_EXCEPTION_REPORTER_FILTER) is ReporterFilter
    assert settings.ADMINS == []
