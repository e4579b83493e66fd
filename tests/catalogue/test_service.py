"""The verbs of a service, and what follows from its classes."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from catalogue.models import Keyword, Schedule, Service, ServiceClass, Theme, ThemeRule
from catalogue.models.choices import Format, Status, VerifiedHow
from tests.factories import municipality, service, service_class, user

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def verify(one, **over):
    one.verify(**{"by": user(), "organisation": one.provider, "how": VerifiedHow.OWNER, "now": NOW} | over)
    one.refresh_from_db()


def test_a_service_that_lacks_something_says_so_and_is_not_published():
    bare = service(status="draft", summary_fi="", summary_sv="", area="municipalities")
    assert len(bare.problems()) == 3
    with pytest.raises(ValueError):
        bare.publish(by=user())
    bare.refresh_from_db()
    assert bare.status == Status.DRAFT


def test_a_whole_service_is_published():
    whole = service(
        status="draft", classes=[service_class("P1")], area="municipalities", municipalities=[municipality()]
    )
    whole.publish(by=user())
    assert Service.objects.published().get() == whole


@pytest.mark.parametrize("kind", Format)
def test_the_next_confirmation_is_never_more_than_a_year_away(kind):
    one = service(format=kind)
    verify(one)
    assert 0 < (one.next_review_on - date(2026, 11, 22)).days <= 365


def test_a_group_is_confirmed_again_when_its_season_ends():
    one = service()
    Schedule.objects.create(service=one, weekday=1, starts_at="10:00", valid_to=date(2026, 12, 20))
    verify(one)
    assert one.next_review_on == date(2026, 12, 20)


def test_a_season_that_is_over_does_not_move_the_next_confirmation_into_the_past():
    one = service()
    Schedule.objects.create(service=one, weekday=1, starts_at="10:00", valid_to=date(2026, 5, 1))
    verify(one)
    assert one.next_review_on > date(2026, 11, 22)


def test_a_change_of_content_does_not_verify():
    one = service()
    verify(one)
    one.changed(now=datetime(2026, 12, 1, tzinfo=UTC))
    one.refresh_from_db()
    assert one.content_changed_at > one.verified_at == NOW


def test_publishing_and_verifying_leave_a_line_of_history_with_the_person():
    person, one = user(), service()
    verify(one, by=person)
    assert one.history.first().history_user == person


# The table of the product's design: which classes belong to which theme.
BY_CLASS = {
    "P27.1": {"exercise"},
    "P27.2": {"nature"},
    "P27.5": {"nature"},
    "P25.1": {"culture"},
    "P25.6": {"community"},
    "P5.20": {"nutrition_sleep"},
    "P5.7": {"mind"},
    "P4.12": {"community"},
    "P10.8": {"community", "livelihood"},
    "P5.17": {"guidance"},
    "P28.5": {"guidance"},
    "P28.3": {"livelihood"},
    "P1.4": {"livelihood"},
    "P4.1": set(),
    "P13": set(),
}


def test_a_class_leads_to_the_themes_of_the_design():
    call_command("load_vocabularies", "--commit", verbosity=0)
    made = {code: service(classes=[ServiceClass.objects.get(pk=code)]) for code in BY_CLASS}
    assert {code: {theme.pk for theme in one.themes.all()} for code, one in made.items()} == BY_CLASS


def test_advice_on_sleep_belongs_to_food_and_sleep_by_its_keyword():
    call_command("load_vocabularies", "--commit", verbosity=0)
    one = service(
        classes=[ServiceClass.objects.get(pk="P5.17")], keywords=[Keyword.objects.get(name_fi="unettomuus")]
    )
    assert {theme.pk for theme in one.themes.all()} == {"nutrition_sleep", "guidance"}


def test_services_follow_when_the_coordinator_changes_a_rule():
    one = service(classes=[service_class("P9")])
    theme = Theme.objects.create(key="new", order=1, name_fi="Uusi", name_sv="Ny")
    rule = ThemeRule.objects.create(theme=theme, service_class_id="P9")
    assert list(one.themes.all()) == [theme]
    rule.delete()
    assert not one.themes.all()
