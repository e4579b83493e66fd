"""What a hostile visitor sends: never a fault of ours, never a bare page, never somebody else's address."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from catalogue.models import Contact
from catalogue.pages import link
from fields.identifiers import validate_phone
from tests.factories import organisation, service
from tests.test_settings import PRODUCTION

ROOT = Path(__file__).resolve().parent.parent


FORM = "application/x-www-form-urlencoded"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "data", "content_type"),
    [
        ("/fi/palvelut/", "a=1", f"{FORM}; charset=utf-7"),
        ("/admin/login/", "&".join(f"f{number}=1" for number in range(3000)), FORM),
        ("/admin/login/", "a=" + "x" * 1_100_000, FORM),
        ("/admin/login/", b"--x", "multipart/form-data; boundary="),
    ],
)
def test_a_broken_or_enormous_form_gets_a_page_in_both_languages(path, data, content_type):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post(path, data, content_type=content_type)
    assert answer.status_code in {400, 403, 405, 413}, answer.status_code
    if answer.status_code in {400, 413}:
        text = answer.content.decode()
        assert "Mitään ei tallennettu." in text and "Inget sparades." in text


def test_a_host_that_is_not_ours_gets_the_same_page(client):
    answer = client.get("/fi/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "Mitään ei tallennettu." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cookie", ["", "sessionid=abcdefghijklmnop", "csrftoken=short", "sessionid=%00; csrftoken=\u00e4"]
)
def test_public_pages_set_no_cookie_and_are_the_same_whatever_is_sent(client, cookie):
    one = service()
    maps = ("/fi/palvelut/kartta/", "/sv/tjanster/karta/platser.json", "/fi/palvelut/kartta/m075/")
    for path in ("/fi/", "/sv/tjanster/", one.get_absolute_url("fi"), "/fi/tietoa/", "/fi/olematon/", *maps):
        answer = client.get(path, headers={"cookie": cookie})
        assert not answer.cookies, path
        assert answer.content == client.get(path).content, path


@pytest.mark.django_db
def test_the_sitemap_names_our_own_origin_whatever_host_was_asked(client, settings):
    service()
    settings.ALLOWED_HOSTS = ["*"]
    for path in ("/sitemap.xml", "/sitemap-services.xml", "/sitemap-pages.xml"):
        text = client.get(path, headers={"host": "127.0.0.1:9999"}).content.decode()
        assert settings.HYTE_ORIGIN in text and ":9999" not in text and "127.0.0.1" not in text, path


@pytest.mark.parametrize(
    ("variable", "value"),
    [("HYTE_COUNTY", "99"), ("HYTE_LANGUAGES", ","), ("HYTE_ORIGIN", "ex.fi")],
)
def test_a_setting_that_cannot_work_stops_the_process_and_is_named(variable, value, tmp_path):
    variables = os.environ | PRODUCTION | {"HYTE_VAR": str(tmp_path), variable: value}
    command = [sys.executable, "-c", "import django; django.setup()"]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert variable in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "value", ["javascript:alert(1) 040 1234567", "<b>040 123 4567", "040 123 4567;ext=1", "", "abc"]
)
def test_a_phone_number_holds_nothing_but_a_number(value):
    with pytest.raises(ValidationError):
        validate_phone(value)


def test_an_address_of_mail_adds_no_receivers():
    made = link(Contact(kind="email", value="a?bcc=x&body=hi@example.org", purpose="info"))
    assert "?" not in made.href and "&" not in made.href


def test_gunicorn_believes_no_header_of_the_visitor():
    spec = importlib.util.spec_from_file_location("conf", ROOT / "deploy" / "gunicorn.conf.py")
    conf = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(conf)
    assert conf.forwarder_headers == conf.forwarded_allow_ips == "" and conf.secure_scheme_headers == {}
    assert conf.accesslog is None


@pytest.mark.django_db
def test_a_units_unit_belongs_to_the_organisation_too(client):
    city = organisation()
    unit = organisation(kind="unit", parent=city)
    deep = service(provider=organisation(kind="unit", parent=unit))
    assert deep.get_absolute_url("fi") in client.get(city.get_absolute_url("fi")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["999999999", "1000000000", "9223372036854775808", "9" * 60])
def test_a_record_with_an_enormous_number_is_only_not_there(client, number):
    service()
    for path in (
        "/fi/palvelut/{}/x/",
        "/fi/palvelut/{}/paikat.json",
        "/fi/jarjestajat/{}/x/",
        "/sv/tjanster/{}/x/",
    ):
        assert client.get(path.format(number)).status_code == 404, path
