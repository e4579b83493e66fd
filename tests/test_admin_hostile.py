"""The admin meets tampered addresses and forms, and two people at one record: it answers in words, never with 500."""

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from catalogue.models import Keyword, Place, Schedule, Service, Theme
from catalogue.models.choices import Status
from organisations.models import Organisation, Role, User
from tests import factories
from tests.admin_forms import answers, faults, send, told

pytestmark = [pytest.mark.django_db, pytest.mark.long]

LIST = "/admin/catalogue/service/"
NINES = "9" * 23
ROW = {"weekday": "1", "starts_at": "10:00", "ends_at": "11:00"}


@pytest.fixture
def own():
    return factories.organisation(name_fi="Oma")


@pytest.fixture
def desk(client, own):
    client.raise_request_exception = False
    client.force_login(factories.user(Role.EDITOR, own))
    return client


@pytest.fixture
def lead(client):
    client.raise_request_exception = False
    county = factories.organisation(kind=Organisation.Kind.COUNTY)
    client.force_login(factories.user(Role.COORDINATOR, county))
    return client


@pytest.fixture
def service(own):
    return factories.service(provider=own, classes=[factories.service_class("P1")])


def form_of(record, page="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def rows(number, **values):
    return {f"schedules-{number}-{name}": value for name, value in values.items()}


# ------------------------------------------------------------ addresses
def test_no_address_leads_to_the_page_of_any_record_of_any_kind(desk):
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
    factories.service(status="draft", name_fi="Salainen luonnos")
    assert desk.get("/admin/r/1/1/").status_code == 404


def test_an_overlong_name_or_password_is_refused_before_anybody_is_looked_for(client):
    client.raise_request_exception = False
    for sent in (
        {"login": "a" * 300_000, "password": "x"},
        {"login": "a@b.fi", "password": "x" * 300_000},
    ):
        answer = client.post(reverse("account_login"), sent)
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == [next(name for name in sent if len(sent[name]) > 1000)]


@pytest.mark.parametrize(
    "query",
    [
        f"id__in=1,{NINES}",
        "name_fi__regex=(a%2B)%2B$",
        "provider__name_fi__startswith=S",
        "entry__text__contains=a",
        "status__in=draft",
        "nothing=1",
    ],
)
def test_the_list_is_narrowed_only_by_its_own_filters(desk, service, query):
    answer = desk.get(f"{LIST}?{query}")
    assert answer.status_code == 400 or answer.headers.get("Location", "").endswith("?e=1")


@pytest.mark.parametrize("value", ["abc", NINES, "-1", ""])
def test_every_filter_of_every_list_takes_any_value(client, value):
    client.raise_request_exception = False
    client.force_login(User.objects.create_superuser("su@example.org", "salasana", name="Su"))
    for model, kind in admin.site._registry.items():
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for name in kind._narrowing(client.get(page).wsgi_request):
            answer = client.get(page, {name: value})
            assert (name, answer.status_code) in {(name, 200), (name, 302)}
            if answer.status_code == 302:
                assert answer.url.endswith("?e=1")


def test_a_search_is_as_long_as_somebody_would_write(desk, service, django_assert_max_num_queries):
    shown = admin.site._registry[Service]
    request = desk.get(LIST).wsgi_request
    every = Service.objects.all()
    for term in ("sana " * 5000, "x" * 100_000, "a\0b"):
        found, _ = shown.get_search_results(request, every, term)
        asked, values = found.query.sql_with_params()
        assert len(values) <= 10 * len(shown.search_fields)
        assert all(len(str(value)) <= 250 and "\0" not in str(value) for value in values)


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}?q=a%00",
        f"{LIST}?theme=%00",
        f"{LIST}?%00=1",
        f"{LIST}?e=1&theme=a&theme=%00",
        f"{LIST}%00/change/",
        f"{LIST}add/?name_fi=%00",
        "/admin/?x=%00",
        "/admin/autocomplete/?app_label=catalogue&model_name=service&field_name=classes&term=%00",
    ],
)
def test_nul_in_an_address_is_not_found(desk, address):
    assert desk.get(address).status_code in {400, 404}


def test_a_version_of_endless_digits_is_not_found(desk, service):
    assert desk.get(form_of(service), {"version": "9" * 5000}).status_code == 404


# ------------------------------------------------------------ two at once
def test_the_second_of_two_savings_of_one_name_is_told_so_in_words(lead, monkeypatch):
    """The other one's row comes between this form's check and its saving."""
    page = "/admin/catalogue/theme/add/"
    sent = answers(lead.get(page)) | {"name_fi": "Luonto", "name_sv": "Natur", "key": "luonto", "order": "1"}

    def late(self, request, theme, form, change):
        Theme.objects.create(name_fi="Ennen", name_sv="Före", key="ennen", order=2)
        raise IntegrityError("UNIQUE")

    monkeypatch.setattr(type(admin.site._registry[Theme]), "save_model", late)
    answer = lead.post(page, sent | {"_save": "1"}, follow=True)
    assert answer.redirect_chain == [("/admin/catalogue/theme/", 302)]
    assert told(answer) == [gettext("It is saved already, or the name is taken. Look at the list.")]
    assert not Theme.objects.exists()  # rolled back
    assert not connection.needs_rollback


def test_a_state_changed_meanwhile_is_not_overwritten_and_the_answers_stay(desk, service):
    sent = answers(desk.get(form_of(service))) | {"name_fi": "Kirjoitettu", "_save": "1"}
    Service.objects.filter(pk=service.pk).update(status=Status.ARCHIVED)
    refused = desk.post(form_of(service), sent)
    assert faults(refused) == [gettext("Somebody changed the state meanwhile. Look at the new situation.")]
    service.refresh_from_db()
    assert service.status == Status.ARCHIVED
    again = answers(refused)
    assert (again["name_fi"], again["status"]) == (["Kirjoitettu"], ["archived"])
    assert faults(desk.post(form_of(service), again | {"_save": "1"})) == []
    service.refresh_from_db()
    assert (service.name_fi, service.status) == ("Kirjoitettu", Status.ARCHIVED)


def test_a_row_that_somebody_removed_meanwhile_is_told(desk, service):
    Schedule.objects.create(service=service, **ROW)
    sent = answers(desk.get(form_of(service))) | rows(0, note_fi="Uusi") | {"_save": "1"}
    Schedule.objects.all().delete()
    refused = desk.post(form_of(service), sent)
    words = gettext("Somebody removed a row of this form meanwhile. Load the page again.")
    assert faults(refused) == [words]
    group = refused.text.split('id="schedules-group"')[1].split('id="contacts-group"')[0]
    assert words in group


# ------------------------------------------------------------ tampered forms
@pytest.mark.parametrize("chosen", ["abc", NINES, "\0", ""])
def test_a_tampered_choice_of_rows_is_no_choice(desk, service, chosen):
    for keys, status in (([chosen], "published"), ([chosen, service.pk], "archived")):
        sent = {"action": "archive", "_selected_action": keys, "index": 0}
        assert desk.post(LIST, sent, follow=True).status_code == 200
        service.refresh_from_db()
        assert service.status == status


@pytest.fixture
def many():
    """So many that their fields become searches."""
    for number in range(62):
        factories.service_class(f"Q{number}")
        Keyword.objects.create(
            name_fi=f"Sana {number}", name_sv=f"Ord {number}", uri=f"http://example.org/{number}"
        )
        factories.place()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("keywords", ["abc"]),
        ("keywords", [NINES]),
        ("places", ["1", NINES]),
        ("classes", ["\0"]),
        ("municipalities", ["\0"]),
        ("provider", ["\0"]),
        ("provider", [NINES]),
        ("schedules-0-place", ["abc"]),
        ("schedules-0-place", [NINES]),
        ("schedules-0-id", [NINES]),
    ],
)
@pytest.mark.parametrize("long", [False, True])
def test_a_tampered_choice_is_a_fault_of_its_field(request, desk, service, field, values, long):
    if long:
        request.getfixturevalue("many")
    Schedule.objects.create(service=service, **ROW)
    refused = send(desk, form_of(service), **{field: values})
    assert refused.status_code == 200
    assert len(faults(refused)) == 1


@pytest.mark.parametrize("value", ["abc", NINES])
def test_a_tampered_proposal_of_an_empty_form_is_ignored(desk, many, value):
    for field in ("keywords", "places", "provider", "classes"):
        assert desk.get(f"{LIST}add/", {field: value}).status_code == 200


def test_saving_as_new_is_not_offered_and_makes_nothing(desk, service):
    assert faults(send(desk, form_of(service), name_fi="Sama", _saveasnew="1")) == []
    assert Service.objects.get().name_fi == "Sama"


@pytest.mark.parametrize("total", ["61", "10000"])
def test_too_many_rows_are_refused_in_words(desk, service, total):
    refused = send(desk, form_of(service), **{"schedules-TOTAL_FORMS": total})
    assert refused.status_code == 200
    assert gettext("There are too many rows.") in faults(refused)


def test_what_is_there_already_is_never_too_many_rows(desk, service):
    for hour in range(70):
        Schedule.objects.create(service=service, weekday=1 + hour % 7, starts_at="10:00", ends_at="11:00")
    assert faults(send(desk, form_of(service), name_fi="Monta aikaa")) == []


# ------------------------------------------------------------ deleting a place
def test_an_editor_cannot_delete_a_place_that_services_of_others_use(desk, own):
    place = factories.place(organisation=own)
    factories.service(name_fi="Julkinen muiden", places=[place])
    factories.service(name_fi="Salainen luonnos", places=[place], status="draft")
    Schedule.objects.create(
        service=factories.service(name_fi="Salainen toinen", status="draft"), place=place, **ROW
    )
    asked = desk.get(form_of(place, "delete"))
    assert "Julkinen muiden" in asked.text
    assert "Salainen" not in asked.text
    answer = desk.post(form_of(place, "delete"), {"post": "yes"})
    assert "Salainen" not in answer.text
    assert Place.objects.filter(pk=place.pk).exists()


def test_a_coordinator_sees_which_services_lose_the_place_and_they_are_searched_anew(lead):
    place = factories.place(name_fi="Kaivohuone")
    service = factories.service(name_fi="Tuolijumppa", places=[place])
    service.refresh_from_db()
    assert "kaivohuone" in factories.words_of(service)
    assert "Tuolijumppa" in lead.get(form_of(place, "delete")).text
    assert lead.post(form_of(place, "delete"), {"post": "yes"}).status_code == 302
    service.refresh_from_db()
    assert "kaivohuone" not in factories.words_of(service)
