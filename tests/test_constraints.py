"""Every rule of the database is broken once, on the database itself, past all Python checks."""

import uuid
from datetime import date, time

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import override

from catalogue.models import (
    Catalogue,
    Contact,
    Keyword,
    LifeEvent,
    Listing,
    OpeningHours,
    Posting,
    Schedule,
    SourceRecord,
    Synonym,
    TargetGroup,
    Term,
    Word,
)
from counters.models import Count
from organisations.models import Membership
from pathways.models import HandOver
from tests import factories as make
from tests.audit import broken as audit
from tests.outbox import broken as outbox
from tests.pathways import broken as pathways
from tests.referrals import broken as referrals
from tests.signin import broken as signin
from tests.sources import APPS


def constraints():
    """``{name: (model, constraint or unique field)}`` of every model of ours."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in APPS and not model.__name__.startswith("Historical"):
            found |= {one.name: (model, one) for one in model._meta.constraints}
            for field in model._meta.local_fields:
                if field.unique and not field.primary_key:
                    found[f"{model.__name__}.{field.name}"] = (model, field)
    return found


def twice(factory, **values):
    factory(**values)
    factory(**values)


def change(row, **values):
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def member(**over):
    values = {
        "user": make.user(),
        "organisation": make.organisation(),
        "role": "editor",
        "valid_from": date(2026, 1, 1),
    }
    return Membership.objects.create(**values | over)


def contact(**over):
    return Contact.objects.create(
        **{"service": make.service(), "kind": "phone", "value": "05 220 6000"} | over
    )


def schedule(**over):
    return Schedule.objects.create(**{"service": make.service(), "weekday": 1, "starts_at": time(10)} | over)


def hours(**over):
    values = {"place": make.place(), "weekday": 1, "opens_at": time(9), "closes_at": time(15)}
    return OpeningHours.objects.create(**values | over)


def source(**over):
    values = {
        "system": "ptv",
        "external_id": "1",
        "fetched_at": timezone.now(),
        "content_hash": "",
        "raw": {},
    }
    return SourceRecord.objects.create(**values | over)


def handed(**over):
    values = {"digest": "a", "result": "a", "sealed": "x", "expires_at": timezone.now()}
    return HandOver.objects.create(**values | over)


def same_name(code):
    twice(make.service, provider=make.organisation(), **{f"name_{code}": "Sama"})


def same_rule():
    theme = make.theme()
    theme.rules.create(service_class=theme.rules.first().service_class)


def half_verified(**over):
    """All of a confirmation but what ``over`` takes away."""
    whole = {
        "verified_at": timezone.now(),
        "verified_by": make.user(),
        "verified_for": make.organisation(),
        "verified_how": "phone",
        "next_review_on": date(2027, 1, 1),
    }
    change(make.service(), **whole | over)


NAMELESS = [
    {"name_fi": None, "name_sv": None},
    {"name_fi": "", "name_sv": ""},
    {"name_fi": "", "name_sv": None},
]
POINT = {"latitude": 60.5, "longitude": 27.2, "accuracy": "exact", "point_source": "kartta"}
SEASON = {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 31)}
SPECIAL = {"kind": "special", "weekday": None, "valid_from": date(2026, 12, 6)}
CLOSED = {
    "kind": "closed",
    "weekday": None,
    "opens_at": None,
    "closes_at": None,
    "valid_from": date(2026, 12, 6),
}
ALWAYS = {"kind": "always", "weekday": None, "opens_at": None, "closes_at": None}
# Each case breaks exactly the named rule; a rule may have several.
CASES = [
    *[("municipality_has_both_official_names", lambda over=over: change(make.municipality(), **over)) for over in
      ({"name_sv": None}, {"name_fi": None}, {"name_sv": ""}, {"name_fi": ""})],
    *[("municipality_point_in_finland", lambda over=over: change(make.municipality(), **over)) for over in
      ({"latitude": 27.2}, {"longitude": 60.5}, {"latitude": None}, {"longitude": None})],
    *[("organisation_has_a_name", lambda over=over: make.organisation(**over)) for over in NAMELESS],
    ("unit_stands_under_another", lambda: make.organisation(kind="unit")),
    ("unit_stands_under_another", lambda: make.organisation(kind="ngo", parent=make.organisation())),
    ("organisation_not_its_own_parent", lambda: (
        unit := make.organisation(kind="unit", parent=make.organisation()), change(unit, parent=unit))),
    ("municipal_organisation_has_municipality", lambda: make.organisation(kind="municipality")),
    ("one_organisation_per_municipality", lambda: twice(
        make.organisation, kind="municipality", municipality=make.municipality())),
    ("Organisation.business_id", lambda: twice(make.organisation, business_id="0737546-2")),
    ("Organisation.ptv_id", lambda: twice(make.organisation, ptv_id=uuid.UUID(int=1))),
    ("Organisation.oid", lambda: twice(make.organisation, oid="1.2.246.10")),
    *signin.CASES,
    ("email_unique_whatever_its_case", lambda: change(make.user(), email=make.user().email.upper())),
    ("User.email", lambda: change(make.user(), email=make.user().email)),
    ("role_once_per_organisation", lambda: twice(member, user=make.user(), organisation=make.organisation())),
    ("membership_ends_after_it_begins", lambda: member(valid_to=date(2025, 12, 31))),
    ("contact_says_something", lambda: contact(value="")),
    ("web_contact_is_a_web_address", lambda: contact(kind="web", value="example.org")),
    ("web_contact_is_a_web_address", lambda: contact(kind="e_service", value="javascript:alert(1)")),
    *[("schedule_on_a_weekday", lambda day=day: schedule(weekday=day)) for day in (0, 8)],
    ("schedule_ends_after_it_begins", lambda: schedule(ends_at=time(10))),
    ("season_ends_after_it_begins", lambda: schedule(**SEASON)),
    *[("place_has_a_name", lambda over=over: make.place(**over)) for over in NAMELESS],
    *[("point_with_accuracy_and_source", lambda over=over: make.place(**POINT | over)) for over in
      ({"latitude": None}, {"longitude": None}, {"accuracy": ""}, {"point_source": ""})],
    ("point_with_accuracy_and_source", lambda: make.place(accuracy="exact")),
    *[("place_point_in_finland", lambda over=over: make.place(**POINT | over)) for over in
      ({"latitude": 27.2}, {"longitude": 60.5})],
    *[("opening_on_a_weekday", lambda day=day: hours(weekday=day)) for day in (0, 8)],
    *[("opening_on_a_weekday", lambda day=day: hours(closes_weekday=day)) for day in (0, 8)],
    ("opening_kind_from_the_list", lambda: hours(kind="sometimes")),
    *[("weekly_hours_have_day_and_times", lambda name=name: hours(**{name: None})) for name in
      ("weekday", "opens_at", "closes_at")],
    *[("special_hours_have_first_day_and_times", lambda name=name: hours(**SPECIAL | {name: None})) for name in
      ("valid_from", "opens_at", "closes_at")],
    *[("closed_has_first_day_and_no_times", lambda over=over: hours(**CLOSED | over)) for over in
      ({"valid_from": None}, {"opens_at": time(9)}, {"closes_at": time(15)})],
    *[("always_open_has_no_times", lambda over=over: hours(**ALWAYS | over)) for over in
      ({"weekday": 1}, {"opens_at": time(9)}, {"closes_at": time(15)})],
    ("closes_after_it_opens", lambda: hours(closes_at=time(9))),
    ("closes_after_it_opens", lambda: hours(**SPECIAL | {"closes_at": time(8)})),
    ("hours_end_after_they_begin", lambda: hours(**SEASON)),
    *[("keyword_has_a_name", lambda over=over: Keyword.objects.create(uri="http://example.org/1", **over))
      for over in NAMELESS],
    ("Keyword.uri", lambda: twice(Keyword.objects.create, uri="http://example.org/1", name_fi="x")),
    *[(f"{model.__name__}.uri", lambda model=model: [
        model.objects.create(code=code, uri="http://example.org/1") for code in "ab"])
      for model in (make.ServiceClass, TargetGroup, LifeEvent)],
    ("class_once_per_theme", same_rule),
    *[("service_has_a_name", lambda over=over: make.service(**over)) for over in NAMELESS],
    *[(f"service_name_once_per_provider_{code}", lambda code=code: same_name(code)) for code in ("fi", "sv", "en")],
    ("service_given_somehow", lambda: make.service(on_site=False)),
    *[("verified_when_by_whom_and_how", lambda over=over: half_verified(**over)) for over in
      ({"verified_at": None}, {"verified_by": None}, {"verified_for": None}, {"verified_how": ""},
       {"next_review_on": None})],
    *[(f"service_{field}_from_the_list", lambda field=field: make.service(**{field: "x"})) for field in
      ("price_kind", "access_kind", "format", "area", "status", "provenance")],
    ("source_record_once", lambda: twice(source)),
    ("one_running_import_per_register", lambda: twice(make.run, state="running")),
    ("import_state_from_the_list", lambda: make.run(state="lost")),
    ("approving_import_writes", lambda: make.run(approves=make.run())),
    ("ImportRun.approves", lambda: twice(make.run, approves=make.run(), commit=True)),
    ("source_of_one_record", lambda: source(service=make.service(), place=make.place())),
    ("source_of_one_record", lambda: source(organisation=make.organisation(), place=make.place())),
    ("one_catalogue", lambda: Catalogue.objects.create(id=2)),
    ("term_once_per_generation", lambda: twice(
        Term.objects.create, generation=1, language="fi", kind=0, text="uni")),
    ("word_once_per_generation", lambda: twice(
        Word.objects.create, generation=1, language="fi", text="yo", shown="yö")),
    ("posting_once_per_service", lambda: twice(
        Posting.objects.create, service=make.service(), weight=1,
        term=Term.objects.create(generation=9, language="fi", kind=0, text="uni"))),
    ("listing_once_per_language", lambda: Listing.objects.create(
        service=make.service(), language="fi", card={}, page={})),
    ("synonym_once_per_language", lambda: twice(
        Synonym.objects.create, language="fi", typed="viina", means="alkoholi")),
    *[("synonym_says_both", lambda over=over: Synonym.objects.create(
        **{"language": "fi", "typed": "viina", "means": "alkoholi"} | over)) for over in
      ({"typed": ""}, {"means": ""})],
    *audit.CASES, *pathways.CASES, *outbox.CASES, *referrals.CASES,
    ("hand_over_code_once", lambda: [handed(digest="a", result=one) for one in "ab"]),
    ("hand_over_once_per_result", lambda: [handed(digest=one, result="a") for one in "ab"]),
    *[("hand_over_sealed", lambda over=over: handed(**over)) for over in ({"sealed": ""}, {"digest": ""})],
    ("counted_once", lambda: twice(Count.objects.create, day=date(2026, 1, 1), event="search", number=1)),
    ("count_of_something", lambda: Count.objects.create(day=date(2026, 1, 1), event="", number=1)),
]  # fmt: skip
# A row that breaks the first breaks the second too, and the database names whichever it checks first.
WIDER = {"User.email": "email_unique_whatever_its_case"}


def broken(error, model, rule):
    """Whether the database names this rule as the broken one."""
    if connection.vendor == "postgresql":
        name = error.__cause__.diag.constraint_name
        return name == rule.name if isinstance(rule, models.BaseConstraint) else rule.name in name
    said = str(error)
    if isinstance(rule, models.CheckConstraint) or getattr(rule, "expressions", ()):
        return rule.name in said
    names = rule.fields if isinstance(rule, models.UniqueConstraint) else [rule.name]
    table = model._meta.db_table
    return said.endswith(", ".join(f"{table}.{model._meta.get_field(name).column}" for name in names))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "break_it"), CASES, ids=[f"{name}-{i}" for i, (name, _) in enumerate(CASES)]
)
def test_the_database_refuses(name, break_it):
    model, rule = constraints()[name]
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        break_it()
    rules = [rule, *(constraints()[wider][1] for wider in [WIDER.get(name)] if wider)]
    assert any(broken(refusal.value, model, one) for one in rules), (
        f"another rule was broken: {refusal.value}"
    )


def test_every_constraint_has_a_case_that_breaks_it():
    assert set(constraints()) == {name for name, _ in CASES}


@pytest.mark.parametrize("name", sorted(constraints()))
def test_every_constraint_says_its_rule_as_a_sentence(name):
    _, rule = constraints()[name]
    if isinstance(rule, models.BaseConstraint):
        assert rule.violation_error_message != models.BaseConstraint.default_violation_error_message, (
            "no own message"
        )
        with override("en"):
            said = str(rule.violation_error_message)
        assert said[0].isupper()
        assert said.endswith((".", "?"))
        assert name not in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    "over",
    [
        {},
        SPECIAL,
        CLOSED,
        ALWAYS,
        ALWAYS | {"kind": "appointment"},
        {"closes_at": time(2), "closes_weekday": 2},
    ],
)
def test_hours_of_every_kind_are_accepted_when_whole(over):
    hours(**over).full_clean()


@pytest.mark.django_db
def test_runs_that_do_not_work_at_once_are_accepted():
    make.run(state="running")
    make.run(state="running", system="lipas")
    make.run(state="waiting")
    make.run(approves=make.run(), commit=True).full_clean()
