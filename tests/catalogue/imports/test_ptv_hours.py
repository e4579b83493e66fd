"""Opening hours of every kind, exceptions included: read, kept and shown."""

import pytest
from django.utils.translation import override

from catalogue import opening
from catalogue.imports.ptv import hours
from catalogue.models import OpeningHours, Place, Service
from tests import factories
from tests.catalogue.imports import ptv

pytestmark = pytest.mark.once  # how records are read does not hang on the database


def place_with(bring_channels, *items):
    bring_channels(ptv.channel(serviceHours=list(items)))
    return Place.objects.get()


def shown(place, today=None):
    place = Place.objects.prefetch_related("opening_hours").get(pk=place.pk)
    with override("fi"):
        coming = opening.coming([vars(row) for row in opening.rows(place)], today)
        return [(row["label"], row["words"], str(row["note"])) for row in coming]


def test_weekdays_come_one_by_one_or_as_a_range(bring_channels):
    where = place_with(
        bring_channels,
        ptv.hours(("Monday", "Wednesday", "08:00:00", "16:30:00"), ("Friday", "", "08:00", "14:00")),
    )
    assert shown(where) == [
        ("Maanantai", "8–16.30", ""),
        ("Tiistai", "8–16.30", ""),
        ("Keskiviikko", "8–16.30", ""),
        ("Perjantai", "8–14", ""),
    ]


def test_a_range_over_the_weekend_goes_round(bring_channels):
    where = place_with(bring_channels, ptv.hours(("Saturday", "Monday", "10:00", "15:00")))
    assert sorted(row.weekday for row in where.opening_hours.all()) == [1, 6, 7]


def test_the_order_of_the_hours_in_the_registry_does_not_matter(lists):
    week = [ptv.hours(("Monday", "", "08:00", "16:00")), ptv.hours(("Tuesday", "", "09:00", "17:00"))]
    assert hours.rows(week, []) == hours.rows(week[::-1], [])


def test_over_midnight_closes_on_another_day(bring_channels):
    where = place_with(
        bring_channels, ptv.hours(("Friday", "Saturday", "20:00", "02:00"), kind="OverMidnight")
    )
    row = where.opening_hours.get()
    assert (row.weekday, row.closes_weekday) == (5, 6)
    assert shown(where) == [("Perjantai", "20–2", "")]


def test_a_stretch_over_several_days_says_when_it_ends(bring_channels):
    where = place_with(bring_channels, ptv.hours(("Friday", "Sunday", "18:00", "12:00"), kind="OverMidnight"))
    row = where.opening_hours.get()
    assert (row.weekday, row.closes_weekday, str(row.closes_at)) == (5, 7, "12:00:00")


def test_a_day_that_ends_at_midnight_ends_at_24(bring_channels):
    where = place_with(bring_channels, ptv.hours(("Monday", "", "18:00", "24:00")))
    assert shown(where) == [("Maanantai", "18–24", "")]


def test_closed_days_and_other_hours_are_exceptions_with_their_dates(bring_channels, language):
    closed = ptv.hours(
        kind="Exceptional",
        isClosed=True,
        validForNow=False,
        validFrom="2026-12-23T22:00:00Z",  # midnight in Finland: Christmas Eve
        validTo="2026-12-25T22:00:00Z",
        additionalInformation=ptv.texts("Joulu", "Jul"),
    )
    other = ptv.hours(
        ("", "", "10:00", "14:00"), kind="Exceptional", validForNow=False, validFrom="2026-12-31T00:00:00Z"
    )
    where = place_with(bring_channels, closed, other)
    rows = {row.kind: row for row in where.opening_hours.all()}
    assert (str(rows["closed"].valid_from), str(rows["closed"].valid_to)) == ("2026-12-24", "2026-12-26")
    assert (str(rows["special"].valid_from), str(rows["special"].valid_to)) == ("2026-12-31", "2026-12-31")
    assert rows["closed"].note_sv == "Jul"


def test_an_exception_that_is_over_is_not_shown(bring_channels):
    old = ptv.hours(
        kind="Exceptional", isClosed=True, validFrom="2020-01-01T00:00:00Z", validTo="2020-01-02T00:00:00Z"
    )
    assert shown(place_with(bring_channels, old)) == []


def test_always_open_and_by_appointment_say_so(bring_channels):
    where = place_with(
        bring_channels,
        ptv.hours(isAlwaysOpen=True),
        ptv.hours(("Tuesday", "", "09:00", "11:00"), isReservation=True),
    )
    kinds = {row.kind for row in where.opening_hours.all()}
    assert kinds == {"always", "appointment"}


def test_a_season_keeps_its_days(bring_channels):
    summer = ptv.hours(
        ("Monday", "", "10:00", "18:00"),
        validForNow=False,
        validFrom="2026-06-01T00:00:00Z",
        validTo="2026-08-31T00:00:00Z",
    )
    row = place_with(bring_channels, summer).opening_hours.get()
    assert (str(row.valid_from), str(row.valid_to)) == ("2026-06-01", "2026-08-31")


@pytest.mark.parametrize("kind", ["Standard", "daysoftheweek", "DaysOfTheWeek"])
def test_hours_are_read_in_the_spelling_of_every_version(bring_channels, kind):
    assert (
        place_with(
            bring_channels, ptv.hours(("Monday", "", "08:00", "16:00"), kind=kind)
        ).opening_hours.count()
        == 1
    )


@pytest.mark.parametrize(
    "item",
    [
        ptv.hours(("Someday", "", "08:00", "16:00")),
        ptv.hours(("Monday", "", "kahdeksan", "16:00")),
        ptv.hours(("Monday", "", None, None)),
        ptv.hours(kind="Exceptional", isClosed=True, validFrom="pian"),
        ptv.hours(kind="Exceptional", isClosed=True),
        ptv.hours(kind="Muu"),
        {"serviceHourType": None},
        {},
    ],
)
def test_hours_that_cannot_be_read_are_told_and_the_place_comes_in(bring_channels, item):
    found = bring_channels(ptv.channel(serviceHours=[item]))
    assert Place.objects.count() == 1 and not OpeningHours.objects.exists()
    assert [text.partition(":")[0] for text in found.said] == [
        "Opening hours that could not be read were left out"
    ]


def test_hours_of_the_service_at_a_place_are_its_weekly_times(bring_channels):
    where = ptv.channel()
    own = [ptv.hours(("Tuesday", "", "10:00", "10:45"))]
    bring_channels(where, links=[ptv.link(where, serviceHours=own)])
    row = Service.objects.get().schedules.get()
    assert (row.weekday, str(row.starts_at), str(row.ends_at), row.place) == (
        2,
        "10:00:00",
        "10:45:00",
        Place.objects.get(),
    )


def test_the_page_of_the_service_shows_all_of_it(bring_channels, client, language):
    bring_channels(
        ptv.channel(serviceHours=[ptv.hours(("Monday", "", "08:00", "16:00")), ptv.hours(isAlwaysOpen=True)]),
        ptv.channel("Phone"),
    )
    factories.theme()
    answer = client.get(Service.objects.get().get_absolute_url(language))
    assert answer.status_code == 200
    assert "040\xa01234567" in answer.content.decode()
