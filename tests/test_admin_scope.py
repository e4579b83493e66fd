"""Who reaches what in the admin: role × model × page × own or foreign, by address alone."""

import pytest
from django.contrib import admin
from django.urls import reverse

from catalogue.models import (
    ImportRun,
    Keyword,
    Language,
    LifeEvent,
    Place,
    PlaceType,
    Service,
    ServiceClass,
    SourceRecord,
    Synonym,
    TargetGroup,
    Theme,
)
from organisations.models import Membership, Municipality, Organisation, Role, User
from pathways.models import Pathway, SavedSearch
from referrals.models import Agreement, Choice, Kind, Team
from tests import factories
from tests.admin_forms import faults, send
from tests.registered import record_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # who sees what does not hang on the database

PAGES = ["changelist", "add", "change", "history", "delete"]
LONG = [pytest.param(one, marks=pytest.mark.long) for one in ("professional", "main user", "superuser")]
ROLES = [
    "nobody",
    "former editor",
    "editor",
    "coordinator",
    *LONG,
]  # who answers as another does: in the long run
OUT = dict.fromkeys(PAGES, 302)  # to the sign-in page
NONE, ALL = dict.fromkeys(PAGES, 403), dict.fromkeys(PAGES, 200)
NO_HISTORY = {"history": 404}
FIXED = ALL | {"add": 403, "delete": 403} | NO_HISTORY
FOREIGN = {"change": 404, "history": 404, "delete": 404}

# What each role meets: model → (own record, foreign record). Coordinators and superusers have no foreign ones.
EDITOR = {
    Service: (ALL | {"delete": 403}, FOREIGN),  # the factory's services are published
    Place: (ALL, FOREIGN),
    Organisation: (ALL | {"add": 403, "delete": 403}, {"change": 404, "history": 404, "delete": 403}),
    **dict.fromkeys((Theme, Synonym, Pathway, SavedSearch, Kind, Choice, Agreement), (NONE, NONE)),
    Team: (ALL | {"add": 403, "delete": 403}, {"change": 404, "history": 404, "delete": 403}),
    **dict.fromkeys((ServiceClass, TargetGroup, LifeEvent, PlaceType), (NONE | NO_HISTORY,) * 2),
    **dict.fromkeys((Keyword, Language, Municipality, ImportRun, SourceRecord), (NONE | NO_HISTORY,) * 2),
}
COORDINATOR = {
    **dict.fromkeys((Service, Place, Organisation, Theme, Synonym, Pathway, SavedSearch), (ALL, ALL)),
    **dict.fromkeys((Kind, Choice, Team), (ALL, ALL)),
    Agreement: (ALL | {"delete": 403},) * 2,  # in force: it is ended by its last day
    Keyword: (ALL | NO_HISTORY,) * 2,
    **dict.fromkeys((ServiceClass, TargetGroup, LifeEvent, PlaceType, Language), (FIXED,) * 2),
    **dict.fromkeys((Municipality, ImportRun), (FIXED,) * 2),
    SourceRecord: (FIXED | {"change": 404},) * 2,
}
SUPERUSER = COORDINATOR
EXPECTED = {
    "nobody": {},
    "professional": {},
    "former editor": {},
    "editor": EDITOR,
    "main user": EDITOR,
    "coordinator": COORDINATOR,
    "superuser": SUPERUSER,
}
MODELS = list(SUPERUSER)


@pytest.fixture
def own():
    return factories.organisation(name_fi="Oma")


@pytest.fixture
def foreign():
    return factories.organisation(name_fi="Vieras")


@pytest.fixture
def sign_in(client, own):
    def enter(role):
        if role == "superuser":
            person = User.objects.create_superuser("su@example.org", "salasana", name="Su")
        elif role == "former editor":
            person = factories.user(Role.EDITOR, own)
            Membership.objects.held_by(person).update(valid_to="2020-12-31")
        elif role == "nobody":
            return client
        else:
            roles = {"editor": Role.EDITOR, "main user": Role.MAIN_USER, "coordinator": Role.COORDINATOR}
            person = factories.user(roles.get(role, Role.PROFESSIONAL), own)
        client.force_login(person)
        return client

    return enter


def address(page, record):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[] if page in ("changelist", "add") else [record.pk])


def test_the_matrix_covers_every_registered_model():
    assert set(admin.site._registry) == set(SUPERUSER) == set(EDITOR) == set(COORDINATOR)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_as_the_matrix_says(sign_in, own, foreign, role, model):
    expected_own, expected_foreign = EXPECTED[role].get(model, (OUT, OUT))
    client, mine = sign_in(role), record_of(model, own)
    assert {page: client.get(address(page, mine)).status_code for page in PAGES} == expected_own
    if model in (Service, Place, Organisation, Team):
        theirs = record_of(model, foreign)
        expected = {page: expected_foreign[page] for page in ("change", "history", "delete")}
        assert {page: client.get(address(page, theirs)).status_code for page in expected} == expected


@pytest.mark.parametrize("page", ["change", "delete"])
@pytest.mark.parametrize("model", [Service, Place, Organisation], ids=lambda model: model._meta.model_name)
def test_posting_to_a_foreign_record_changes_nothing(sign_in, foreign, model, page):
    record = record_of(model, foreign)
    before = model.objects.filter(pk=record.pk).values().get()
    answer = sign_in("editor").post(address(page, record), {"name_fi": "Kaapattu", "post": "yes"})
    assert answer.status_code in (403, 404)
    assert model.objects.filter(pk=record.pk).values().get() == before


@pytest.mark.parametrize("model", [Service, Place, Organisation], ids=lambda model: model._meta.model_name)
def test_an_editors_list_shows_only_the_own_records_and_those_of_units(sign_in, own, foreign, model):
    unit = factories.organisation(name_fi="Yksikkö", kind=Organisation.Kind.UNIT, parent=own)
    mine = [record_of(model, own), record_of(model, unit)]
    theirs = record_of(model, foreign)
    page = sign_in("editor").get(address("changelist", theirs))
    assert {record.pk for record in page.context["cl"].result_list} == {record.pk for record in mine}


def test_the_records_of_a_unit_are_the_own_ones(sign_in, own):
    unit = factories.organisation(kind=Organisation.Kind.UNIT, parent=own)
    assert sign_in("editor").get(address("change", factories.service(provider=unit))).status_code == 200


@pytest.mark.parametrize(("model", "field"), [(Service, "provider"), (Place, "organisation")])
def test_a_record_cannot_be_given_to_a_foreign_organisation(sign_in, own, foreign, model, field):
    record = record_of(model, own)
    answer = send(sign_in("editor"), address("change", record), **{field: foreign.pk})
    assert faults(answer)
    assert getattr(model.objects.get(pk=record.pk), field) == own


def test_a_record_cannot_be_added_for_a_foreign_organisation(sign_in, own, foreign):
    service_class = factories.service_class("P1")
    answers = {"name_fi": "Uusi", "access_kind": "open", "format": "group", "area": "county"}
    answers["classes"] = [service_class.pk]
    client, path = sign_in("editor"), reverse("admin:catalogue_service_add")
    assert faults(send(client, path, **answers, provider=foreign.pk))
    assert not Service.objects.exists()
    assert faults(send(client, path, **answers, provider=own.pk)) == []
    assert Service.objects.get().provider == own


def test_an_editor_does_not_make_another_a_producer_but_keeps_the_present_ones(sign_in, own, foreign):
    third = factories.organisation(name_fi="Kolmas")
    service = factories.service(provider=own, producers=[foreign], classes=[factories.service_class("P1")])
    client = sign_in("editor")
    assert faults(send(client, address("change", service), producers=[foreign.pk, third.pk]))
    assert faults(send(client, address("change", service), summary_fi="Toinen.")) == []
    assert list(service.producers.all()) == [foreign]


def test_an_editors_place_always_belongs_to_somebody(sign_in, own):
    place = record_of(Place, own)
    assert faults(send(sign_in("editor"), address("change", place), organisation=""))
    assert Place.objects.get().organisation == own


def test_an_editor_changes_the_own_organisation_but_not_what_it_is(sign_in, own, foreign):
    client, path = sign_in("editor"), address("change", own)
    forged = {"kind": "company", "parent": foreign.pk, "business_id": "0737546-2", "oid": "1.2.3"}
    assert faults(send(client, path, phone="040 123 4567", **forged)) == []
    own.refresh_from_db()
    assert (own.phone, own.kind, own.parent, own.business_id, own.oid) == (
        "040 123 4567",
        "ngo",
        None,
        None,
        None,
    )


def test_people_and_their_roles_have_no_pages_here(sign_in, own):
    """They have their own, with their rules and a step-up: nothing here writes a user or a membership."""
    assert not {User, Membership} & set(admin.site._registry)
    assert not {User, Membership} & {
        inline.model for one in admin.site._registry.values() for inline in one.inlines
    }
    person, client = factories.user(), sign_in("superuser")
    forged = {
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-user": person.pk,
        "memberships-0-role": "coordinator",
        "memberships-0-valid_from": "2026-01-01",
        "memberships-0-organisation": own.pk,
    }
    assert faults(send(client, address("change", own), **forged)) == []
    assert not person.memberships.exists()
    assert client.get(f"/admin/organisations/user/{person.pk}/change/").status_code == 404


# ------------------------------------------------------------ the search behind long lists
def search(client, model, field, term=""):
    query = {
        "app_label": model._meta.app_label,
        "model_name": model._meta.model_name,
        "field_name": field,
        "term": term,
    }
    return client.get(reverse("admin:autocomplete"), query)


def test_the_search_finds_only_what_the_form_would_accept(sign_in, own, foreign):
    found = search(sign_in("editor"), Service, "provider")
    assert [row["text"] for row in found.json()["results"]] == ["Oma"]
    names = [row["text"] for row in search(sign_in("coordinator"), Service, "provider").json()["results"]]
    assert {"Oma", "Vieras"} <= set(names)


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (Organisation, "parent"),
        (Membership, "user"),
        (Service, "verified_by"),
        (User, "groups"),
        (Theme, "name"),
        (Service, "no such field"),
    ],
)
def test_the_search_answers_an_editor_nothing_about_others(sign_in, own, foreign, model, field):
    answer = search(sign_in("editor"), model, field)
    listed = [row["text"] for row in answer.json()["results"]] if answer.status_code == 200 else []
    assert set(listed) <= {"Oma"}


def test_the_search_is_closed_to_who_may_not_enter(sign_in):
    assert search(sign_in("professional"), Service, "classes").status_code == 302


# ------------------------------------------------------------ actions
@pytest.mark.parametrize("action", ["publish", "archive", "verify"])
def test_an_action_leaves_foreign_services_alone(sign_in, foreign, action):
    service = factories.service(provider=foreign, status="draft" if action == "publish" else "published")
    before = Service.objects.filter(pk=service.pk).values().get()
    path = reverse("admin:catalogue_service_changelist")
    sign_in("editor").post(path, {"action": action, "_selected_action": [service.pk], "index": 0})
    assert Service.objects.filter(pk=service.pk).values().get() == before


def test_nothing_is_deleted_many_at_a_time(sign_in, own):
    factories.service(provider=own, status="draft")
    path = reverse("admin:catalogue_service_changelist")
    client = sign_in("coordinator")
    chosen = [Service.objects.get().pk]
    client.post(path, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    assert Service.objects.count() == 1
    assert "delete_selected" not in client.get(path).text


@pytest.mark.parametrize(
    ("status", "answer"), [("draft", 302), ("in_review", 302), ("published", 403), ("archived", 403)]
)
def test_an_editor_deletes_only_what_was_never_public(sign_in, own, status, answer):
    service = factories.service(provider=own, status=status)
    assert sign_in("editor").post(address("delete", service), {"post": "yes"}).status_code == answer
    assert Service.objects.exists() == (answer == 403)


def test_who_loses_the_role_is_out_at_once(sign_in, own):
    client = sign_in("editor")
    assert client.get(reverse("admin:index")).status_code == 200
    Membership.objects.update(valid_to="2020-12-31")
    assert client.get(reverse("admin:index")).status_code == 302
