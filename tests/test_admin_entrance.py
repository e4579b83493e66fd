"""Coming in to the admin, its language, and what every page of it carries."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from organisations.models import Membership, Role
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # who sees what does not hang on the database

LOGIN = "/admin/login/"


@pytest.fixture
def editor():
    return factories.user(Role.EDITOR, email="eeva@example.org", language="sv")


def test_the_admin_opens_by_the_portals_own_sign_in(client, editor):
    asked = client.get("/admin/catalogue/service/")
    assert asked.url == f"{reverse('account_login')}?next=/admin/catalogue/service/"
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200
    assert client.get(f"{LOGIN}?next=/admin/catalogue/").url == "/admin/catalogue/"


def test_an_account_without_the_right_is_told_so_and_stays_outside(client):
    client.force_login(factories.user(Role.PROFESSIONAL, email="pro@example.org"))
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain == [(f"{LOGIN}?next=/admin/", 302)]
    assert answer.status_code == 403


def test_an_ended_membership_does_not_let_in(client, editor):
    client.force_login(editor)
    Membership.objects.update(valid_to="2020-12-31")
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(client, editor, target):
    assert client.get(LOGIN, {"next": target}).url == f"{reverse('account_login')}?next=/admin/"
    client.force_login(editor)
    assert client.get(LOGIN, {"next": target}).url == "/admin/"
    answer = client.post(reverse("admin:language"), {"language": "fi", "next": target})
    assert answer.url == "/admin/"


def test_the_admin_has_no_password_and_no_sign_out_of_its_own(client, editor):
    client.force_login(editor)
    assert client.get("/admin/password_change/").status_code == 404
    assert client.post("/admin/logout/").url == reverse("account_logout")
    assert client.get("/admin/").status_code == 200
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    assert page.find(id="logout-form")["action"] == reverse("account_logout")
    client.post(reverse("account_logout"))
    assert client.get("/admin/").status_code == 302


# ------------------------------------------------------------ language
def lang(response):
    return BeautifulSoup(response.content, "html.parser").html["lang"]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_before_sign_in_the_browser_chooses_the_language(language):
    answer = Client(HTTP_ACCEPT_LANGUAGE=language).get(LOGIN, follow=True)
    assert answer.redirect_chain[0][0].startswith({"fi": "/fi/tili/", "sv": "/sv/konto/"}[language])
    assert lang(answer) == answer["Content-Language"] == language


def test_after_sign_in_it_is_the_persons_own(editor):
    client = Client(HTTP_ACCEPT_LANGUAGE="fi")
    client.force_login(editor)
    assert lang(client.get("/admin/")) == "sv"


def test_the_language_is_changed_on_the_spot(client, editor):
    client.force_login(editor)
    answer = client.post(reverse("admin:language"), {"language": "fi", "next": "/admin/"})
    assert answer.url == "/admin/"
    assert lang(client.get("/admin/")) == "fi"
    editor.refresh_from_db()
    assert editor.language == "sv"


def test_an_unknown_language_changes_nothing(client, editor):
    client.force_login(editor)
    client.post(reverse("admin:language"), {"language": "xx", "next": "/admin/"})
    assert lang(client.get("/admin/")) == "sv"


def test_looking_does_not_change_the_language(client, editor):
    client.force_login(editor)
    assert client.get(reverse("admin:language"), {"language": "fi"}).status_code == 405


def test_the_language_form_needs_its_token(editor):
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("admin:language"), {"language": "fi"}).status_code == 403


# ------------------------------------------------------------ pages
def test_a_list_names_a_service_in_its_own_language_when_the_pages_has_none(client):
    factories.service(name_fi="Vain suomeksi", name_sv=None)
    client.force_login(factories.user(Role.COORDINATOR, language="sv"))
    page = BeautifulSoup(client.get("/admin/catalogue/service/").content, "html.parser")
    assert page.find(string="Vain suomeksi").find_parent(lang=True)["lang"] == "fi"


@pytest.mark.parametrize(
    ("codes", "columns"), [(["fi", "sv"], {"fi", "sv"}), (["fi", "sv", "en"], {"fi", "sv", "en"})]
)
def test_the_form_asks_the_texts_in_the_languages_of_the_interface(client, settings, codes, columns):
    settings.LANGUAGES = [(code, code) for code in codes]
    client.force_login(factories.user(Role.COORDINATOR))
    page = BeautifulSoup(client.get("/admin/catalogue/service/add/").content, "html.parser")
    fields = {node["name"]: node for node in page.select("[name^=name_]")}
    assert set(fields) == {f"name_{code}" for code in columns}
    assert all(node["lang"] == name[-2:] for name, node in fields.items())


def test_fields_read_like_the_answers_of_the_service_page(client):
    factories.service_class("P1")
    client.force_login(factories.user(Role.COORDINATOR))
    page = BeautifulSoup(client.get("/admin/catalogue/service/add/").content, "html.parser")
    asked = ["name_fi", "for_whom_fi", "price_fi", "how_to_fi", "schedules-0-weekday", "contacts-0-value"]
    asked += ["provider", "classes", "area", "status"]
    names = [node["name"] for node in page.select("#content-main [name]")]
    assert [name for name in dict.fromkeys(names) if name in asked] == asked


def test_a_short_list_needs_no_script_and_a_long_one_is_a_search(client):
    for _ in range(3):
        factories.organisation()
    client.force_login(factories.user(Role.COORDINATOR))
    page = BeautifulSoup(client.get("/admin/catalogue/service/add/").content, "html.parser")
    assert len(page.select("select[name=provider] option")) == 5  # four and the empty choice
    for _ in range(60):
        factories.organisation()
    page = BeautifulSoup(client.get("/admin/catalogue/service/add/").content, "html.parser")
    assert page.select_one("select[name=provider].choice-search")["data-url"] == "/admin/autocomplete/"


@pytest.mark.parametrize("env", ["demo", "development", "production"])
def test_only_a_demo_says_that_it_is_one(client, settings, editor, env):
    settings.HYTE_ENV = env
    client.force_login(editor)
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    assert bool(page.select(".demo-note")) is (env == "demo")


def test_words_with_markup_stay_words(client):
    words = "<script>alert(1)</script>"
    service = factories.service(name_fi=words, summary_fi=words)
    client.force_login(factories.user(Role.COORDINATOR))
    base = f"/admin/catalogue/service/{service.pk}"
    for path in ("/admin/catalogue/service/", f"{base}/change/", f"{base}/history/", f"{base}/delete/"):
        assert words not in client.get(path).text


def test_every_model_has_its_own_words(language):
    with override(language):
        from django.contrib import admin

        names = [str(model._meta.verbose_name_plural) for model in admin.site._registry]
    assert len(set(names)) == len(names)
