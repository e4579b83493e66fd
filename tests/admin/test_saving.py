"""What happens when a record is saved in the admin: derived data, publishing, confirming, forged answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.models import Contact, Schedule, Service
from catalogue.models.choices import Status
from organisations.models import Organisation, Role
from tests import factories
from tests.admin_forms import LIST, LONG_AGO, faults, form_of, row, send, told

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]


# ------------------------------------------------------------ derived data
def test_a_new_name_is_found_and_moves_the_date_of_the_content(desk, service):
    assert faults(send(desk, form_of(service), name_sv="Stolgymnastik")) == []
    service.refresh_from_db()
    assert service.name_sv == "Stolgymnastik"
    assert "stolgymnastik" in factories.words_of(service)
    assert service.content_changed_at > LONG_AGO + timedelta(days=1)


def test_a_class_brings_its_theme(desk, service):
    theme = factories.theme("luonto")
    service_class = theme.rules.get().service_class
    assert faults(send(desk, form_of(service), classes=[service_class.pk])) == []
    assert list(service.themes.all()) == [theme]
    assert "luonto" in factories.words_of(service)


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
    assert "retki" in factories.words_of(made)
    assert made.status == Status.DRAFT


def test_what_an_editor_changes_in_a_record_of_a_register_is_a_correction_at_once(desk, service):
    said = {"name_sv": service.name_sv, "summary_fi": service.summary_fi}
    source = factories.source(service, values=said)
    assert faults(send(desk, form_of(service), name_sv="Stolgymnastik")) == []
    source.refresh_from_db()
    assert list(source.corrections) == ["name_sv"]
    send(desk, form_of(service), name_sv=said["name_sv"])
    source.refresh_from_db()
    assert source.corrections == {}


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
    assert "uusikatu 5" in factories.words_of(service)


HOURS = [
    {"kind": "weekly", "weekday": "1", "opens_at": "09:00", "closes_at": "15:00", "note_fi": "Talvella."},
    {"kind": "weekly", "weekday": "5", "opens_at": "20:00", "closes_at": "02:00", "closes_weekday": "6"},
    {"kind": "special", "opens_at": "10:00", "closes_at": "12:00", "valid_from": "2026-12-06"},
    {"kind": "closed", "valid_from": "2026-12-24", "valid_to": "2026-12-26"},
    {"kind": "always"},
    {"kind": "appointment"},
]
LACKING = [
    {"kind": "weekly", "weekday": "1", "opens_at": "09:00"},
    {"kind": "weekly", "weekday": "5", "opens_at": "20:00", "closes_at": "02:00"},
    {"kind": "special", "opens_at": "10:00", "closes_at": "12:00"},
    {"kind": "closed"},
    {"kind": "always", "weekday": "1"},
]


@pytest.mark.parametrize("values", HOURS, ids=[f"{one['kind']}-{n}" for n, one in enumerate(HOURS)])
def test_a_place_has_hours_of_every_kind(desk, own, values):
    place = factories.place(organisation=own)
    assert faults(send(desk, form_of(place), **row("opening_hours", **values))) == []
    # the empty row says "every week" by itself: a place without hours has none
    assert place.opening_hours.count() == 1
    assert place.opening_hours.get().kind == values["kind"]


@pytest.mark.parametrize("values", LACKING, ids=[f"{one['kind']}-{n}" for n, one in enumerate(LACKING)])
def test_hours_that_lack_something_are_refused_in_words(desk, own, values):
    place = factories.place(organisation=own)
    said = faults(send(desk, form_of(place), **row("opening_hours", **values)))
    assert len(said) == 1
    assert said[0].endswith((".", "?"))
    assert not place.opening_hours.exists()


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
        "themes": [factories.theme().pk],
        "pk": "9999",
        "id": "9999",
    }
    before = Service.objects.filter(pk=service.pk).values().get()
    assert faults(send(desk, form_of(service), **forged)) == []
    assert Service.objects.filter(pk=service.pk).values().get() == before
    assert not service.themes.exists()
