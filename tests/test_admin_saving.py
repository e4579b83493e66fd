"""What happens when a record is saved in the admin: derived data, publishing, confirming, history, forged answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Contact, Place, Schedule, Service
from catalogue.models.choices import Status
from organisations.models import Organisation, Role, User
from tests import factories
from tests.admin_forms import answers, faults, send, told

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=400)
LIST = "/admin/catalogue/service/"


@pytest.fixture
def own():
    return factories.organisation(name_fi="Oma")


@pytest.fixture
def editor(own):
    return factories.user(Role.EDITOR, own, name="Eeva Editori")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def service(own):
    made = factories.service(
        provider=own, classes=[factories.service_class("P1")], description_fi="Ensin tämä.\n\nSitten tuo."
    )
    Service.objects.filter(pk=made.pk).update(content_changed_at=LONG_AGO)
    made.refresh_from_db()
    return made


def form_of(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def row(prefix, **values):
    """Answers of the first empty row of an inline; its number of rows stays what the page says."""
    return {f"{prefix}-0-{name}": value for name, value in values.items()}


# ------------------------------------------------------------ derived data
def test_a_new_name_is_found_and_moves_the_date_of_the_content(desk, service):
    assert faults(send(desk, form_of(service), name_sv="Stolgymnastik")) == []
    service.refresh_from_db()
    assert service.name_sv == "Stolgymnastik"
    assert "stolgymnastik" in service.search_text
    assert service.content_changed_at > LONG_AGO + timedelta(days=1)


def test_a_class_brings_its_theme(desk, service):
    theme = factories.theme("luonto")
    service_class = theme.rules.get().service_class
    assert faults(send(desk, form_of(service), classes=[service_class.pk])) == []
    assert list(service.themes.all()) == [theme]
    assert "luonto" in Service.objects.get(pk=service.pk).search_text


def test_a_new_service_has_its_derived_data_at_once(desk, own):
    theme = factories.theme("luonto")
    values = {
        "name_fi": "Retki",
        "provider": own.pk,
        "access_kind": "open",
        "format": "event",
        "area": "county",
    }
    sent = send(desk, LIST + "add/", **values, classes=[theme.rules.get().service_class.pk])
    assert faults(sent) == []
    made = Service.objects.get()
    assert list(made.themes.all()) == [theme]
    assert "retki" in made.search_text
    assert made.status == Status.DRAFT


@pytest.mark.parametrize(
    ("model", "changed"),
    [
        (Schedule, row("schedules", weekday="1", starts_at="10:00", ends_at="11:00")),
        (Contact, row("contacts", kind="phone", purpose="info", value="040 123 4567", order="0")),
    ],
)
def test_a_time_or_a_contact_is_content(desk, service, model, changed):
    assert faults(send(desk, form_of(service), **changed)) == []
    assert model.objects.get().service == service
    service.refresh_from_db()
    assert service.content_changed_at > LONG_AGO + timedelta(days=1)


def test_saving_without_a_change_or_changing_only_the_state_is_no_new_content(desk, service):
    assert faults(send(desk, form_of(service))) == []
    assert faults(send(desk, form_of(service), status="archived")) == []
    service.refresh_from_db()
    assert service.status == Status.ARCHIVED
    assert service.content_changed_at == LONG_AGO


def test_a_places_new_street_is_found_through_its_service(desk, own, service):
    place = factories.place(organisation=own)
    service.places.add(place)
    assert faults(send(desk, form_of(place), street_fi="Uusikatu 5")) == []
    service.refresh_from_db()
    assert "uusikatu 5" in service.search_text


# ------------------------------------------------------------ publishing
def test_what_is_not_ready_is_not_published_and_the_form_says_why(desk, service):
    Service.objects.filter(pk=service.pk).update(status="draft")
    unready = {"summary_fi": "", "summary_sv": "", "area": "municipalities", "municipalities": []}
    refused = send(desk, form_of(service), status="published", **unready)
    service.refresh_from_db()
    expected = {str(problem) for problem in service.problems([], [1])} | {
        str(problem) for problem in Service(area="municipalities").problems([], [1])
    }
    assert len(expected) == 2
    assert set(faults(refused)) == expected
    assert service.status == Status.DRAFT
    assert faults(send(desk, form_of(service), status="draft", **unready)) == []


def test_a_public_service_cannot_lose_what_makes_it_ready(desk, service):
    assert faults(send(desk, form_of(service), summary_fi="", summary_sv=""))
    service.refresh_from_db()
    assert service.summary_fi


def test_the_lists_of_the_form_count_not_the_saved_ones(desk, service):
    hamina = factories.municipality("075")
    sent = send(desk, form_of(service), area="municipalities", municipalities=[hamina.pk])
    assert faults(sent) == []
    assert list(service.municipalities.all()) == [hamina]


@pytest.mark.parametrize(
    ("saved", "offered"),
    [
        ("draft", {"draft", "in_review", "published"}),
        ("in_review", {"draft", "in_review", "published"}),
        ("published", {"published", "archived"}),
        ("archived", {"archived", "published"}),
    ],
)
def test_only_possible_states_are_offered_and_accepted(desk, service, saved, offered):
    Service.objects.filter(pk=service.pk).update(status=saved)
    page = desk.get(form_of(service))
    assert {value for value, _ in page.context["adminform"].form.fields["status"].choices} == offered
    for state in set(Status.values) - offered:
        assert faults(send(desk, form_of(service), status=state))


# ------------------------------------------------------------ actions
def act(client, action, *services):
    chosen = [service.pk for service in services]
    return client.post(LIST, {"action": action, "_selected_action": chosen, "index": 0}, follow=True)


def test_publishing_many_says_which_were_not_ready_and_why(desk, own, service):
    Service.objects.update(status="draft")
    empty = factories.service(provider=own, name_fi="Kesken", summary_fi="", summary_sv="", status="draft")
    messages = " ".join(told(act(desk, "publish", service, empty)))
    assert "Kesken" in messages
    assert all(str(problem) in messages for problem in empty.problems())
    assert set(Service.objects.published()) == {service}
    assert service.history.first().history_user.name == "Eeva Editori"


def test_only_public_services_are_archived(desk, own, service):
    draft = factories.service(provider=own, status="draft")
    act(desk, "archive", service, draft)
    assert list(Service.objects.order_by("pk").values_list("status", flat=True)) == ["archived", "draft"]


def test_an_editor_confirms_as_the_owner(desk, editor, own, service):
    act(desk, "verify", service)
    service.refresh_from_db()
    assert (service.verified_by, service.verified_for, service.verified_how) == (editor, own, "owner")
    assert service.next_review_on > timezone.localdate()
    assert service.content_changed_at == LONG_AGO


def test_an_editor_confirms_the_records_of_units_as_their_owner(desk, own):
    unit = factories.organisation(kind=Organisation.Kind.UNIT, parent=own)
    service = factories.service(provider=unit)
    act(desk, "verify", service)
    service.refresh_from_db()
    assert (service.verified_for, service.verified_how) == (unit, "owner")


def test_a_coordinator_confirms_in_the_name_of_the_own_organisation(client, service):
    county = factories.organisation(kind=Organisation.Kind.COUNTY, name_fi="Hyvinvointialue")
    client.force_login(factories.user(Role.COORDINATOR, county))
    act(client, "verify", service)
    service.refresh_from_db()
    assert (service.verified_for, service.verified_how) == (county, "coordinator")


def test_saving_does_not_confirm(desk, service):
    send(desk, form_of(service), name_fi="Toinen nimi")
    service.refresh_from_db()
    assert service.verified_at is None


# ------------------------------------------------------------ forged answers
def test_answers_the_form_does_not_ask_change_nothing(desk, service):
    forged = {
        "verified_at": "2026-01-01 10:00",
        "verified_at_0": "2026-01-01",
        "verified_at_1": "10:00",
        "verified_how": "owner",
        "next_review_on": "2030-01-01",
        "provenance": "ptv",
        "created_at": "2000-01-01",
        "content_changed_at": "2000-01-01",
        "search_text": "kaapattu",
        "themes": [factories.theme().pk],
        "pk": "9999",
        "id": "9999",
    }
    before = Service.objects.filter(pk=service.pk).values().get()
    assert faults(send(desk, form_of(service), **forged)) == []
    assert (
        Service.objects.filter(pk=service.pk).values().get() | {"search_text": before["search_text"]}
        == before
    )
    assert "kaapattu" not in Service.objects.get().search_text
    assert not service.themes.exists()


def test_no_form_makes_a_superuser(client):
    client.force_login(User.objects.create_superuser("su@example.org", "salasana", name="Su"))
    person = factories.user()
    forged = {
        "is_superuser": "on",
        "is_staff": "on",
        "user_permissions": ["1"],
        "groups": ["1"],
        "joined_at": "2000-01-01",
    }
    assert faults(send(client, form_of(person), name="Uusi Nimi", **forged)) == []
    person.refresh_from_db()
    assert (person.name, person.is_superuser) == ("Uusi Nimi", False)


# ------------------------------------------------------------ lists
def listed(client, query):
    return {service.name_fi for service in client.get(f"{LIST}?{query}").context["cl"].result_list}


def test_the_list_is_searched_in_both_languages(desk, own):
    factories.service(provider=own, name_fi="Tuolijumppa", name_sv="Stolgymnastik")
    assert listed(desk, "q=tuoli") == listed(desk, "q=stolgymn") == {"Tuolijumppa"}


def test_the_list_is_narrowed_by_what_needs_work(desk, own):
    today = timezone.localdate()
    whole = {"provider": own, "summary_fi": "Lyhyesti.", "summary_sv": "Kort."}
    theme = factories.theme("luonto")
    factories.service(**whole, name_fi="Ehjä", themes=[theme])
    factories.service(provider=own, name_fi="Vain suomeksi", summary_sv=None)
    factories.service(provider=own, name_fi="Vain ruotsiksi", summary_fi="")
    for name, due in (("Tuore", today), ("Vanha", today - timedelta(days=1))):
        fresh = factories.service(**whole, name_fi=name)
        fresh.verify(by=factories.user(), organisation=own, how="owner")
        Service.objects.filter(pk=fresh.pk).update(next_review_on=due)
    assert listed(desk, "lacking=sv") == {"Vain suomeksi"}
    assert listed(desk, "lacking=fi") == {"Vain ruotsiksi"}
    assert listed(desk, "confirmation=confirmed") == {"Tuore"}
    assert listed(desk, "confirmation=overdue") == {"Vanha"}
    assert listed(desk, "confirmation=never") == {"Ehjä", "Vain suomeksi", "Vain ruotsiksi"}
    assert listed(desk, "theme=luonto") == {"Ehjä"}
    assert listed(desk, "theme=none") == {"Tuore", "Vanha", "Vain suomeksi", "Vain ruotsiksi"}


def test_the_list_asks_as_many_questions_for_one_row_as_for_many(
    desk, own, django_assert_max_num_queries, service
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk.get(LIST)
    with CaptureQueriesContext(connection) as one:
        desk.get(LIST)
    for _ in range(20):
        factories.service(provider=own)
    with CaptureQueriesContext(connection) as many:
        desk.get(LIST)
    assert len(many) == len(one)


@pytest.mark.parametrize(("status", "shown"), [("published", True), ("draft", False), ("archived", False)])
def test_the_form_leads_to_the_page_when_there_is_one(desk, service, status, shown):
    Service.objects.filter(pk=service.pk).update(status=status)
    service.refresh_from_db()
    assert (service.get_absolute_url("fi") in desk.get(form_of(service)).text) is shown


# ------------------------------------------------------------ history
def test_history_tells_what_became_what_and_who_did_it(desk, service):
    send(
        desk,
        form_of(service),
        name_fi="Uusi nimi",
        **row("contacts", kind="phone", purpose="info", value="040 123 4567", order="0"),
    )
    page = desk.get(form_of(service).replace("change", "history"))
    assert page.status_code == 200
    for words in ("Eeva Editori", "Palvelu", "Uusi nimi", "040 123 4567"):
        assert words in page.text
    newest = page.context["page"].object_list[0]
    assert [(before.startswith("Palvelu"), after) for _, before, after in newest.differences] == [
        (True, "Uusi nimi")
    ]


def test_an_old_version_is_laid_into_the_form_and_saved_like_any_change(desk, service):
    name, extra = service.name_fi, factories.service_class("P2")
    send(desk, form_of(service), name_fi="Uusi nimi", classes=[extra.pk], status="archived")
    page = desk.get(f"{form_of(service)}?version={service.history.earliest().pk}")
    assert answers(page)["name_fi"] == [name]
    service.refresh_from_db()
    assert service.name_fi == "Uusi nimi"  # looking changes nothing
    with_lists = service.history.filter(historicalservice_classes__serviceclass_id="P1").last()
    answer = send(desk, f"{form_of(service)}?version={with_lists.pk}")
    assert faults(answer) == []
    service.refresh_from_db()
    assert service.name_fi == name
    assert [one.pk for one in service.classes.all()] == ["P1"]
    assert service.status == Status.ARCHIVED  # the state is not brought back
    assert name.casefold() in service.search_text


@pytest.mark.parametrize("version", ["999999", "x", "-1", "1' OR 1=1", "²"])
def test_a_version_that_is_none_is_not_found(desk, service, version):
    assert desk.get(form_of(service), {"version": version}).status_code == 404


def test_a_version_of_another_record_is_not_found(desk, own, service):
    other = factories.service(provider=own)
    assert desk.get(form_of(service), {"version": other.history.first().pk}).status_code == 404


def test_history_of_a_place_tells_its_opening_hours(desk, own):
    place = factories.place(organisation=own)
    sent = row("opening_hours", weekday="1", opens_at="09:00", closes_at="15:00")
    assert faults(send(desk, form_of(place), **sent)) == []
    assert Place.objects.get().opening_hours.count() == 1
    assert "9.00" in desk.get(form_of(place).replace("change", "history")).text.replace("09.00", "9.00")
