"""The referrer's view, the coordinator's pages, groups, capacity, and the front page of it all."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from referrals.models import Assignment, Event, Outcome, State
from tests import factories, pages
from tests.referrals.scene import referral, team, unit
from tests.referrals.working.conftest import case_of

pytestmark = pytest.mark.django_db


def day(days=0):
    return (timezone.localdate() + timedelta(days=days)).strftime("%d.%m.%Y")


def names(response):
    return [one.get_text() for one in pages.soup(response.content).select("tbody th a")]


def late(assignment):
    Assignment.objects.filter(pk=assignment.pk).update(
        prompted=3, prompted_at=timezone.now(), due_on=timezone.localdate() - timedelta(days=9)
    )
    return assignment


# ------------------------------------------------------------ the referrer's unit
def test_the_unit_sees_first_what_it_must_answer(as_, made):
    referral(made, "info", name="Kysytty")
    returned = referral(made, "declined", name="Palautettu")
    Assignment.objects.filter(pk=returned.pk).update(due_on=timezone.localdate())
    referral(made, "advising", name="Kesken")
    response = as_("nurse").get(reverse("referral_unit"))
    assert names(response) == ["Kysytty"]
    assert "Sinulta odotetaan vastausta: 2" in response.content.decode()
    assert names(as_("nurse").get(reverse("referral_unit"), {"list": "returned"})) == ["Palautettu"]
    assert names(as_("nurse").get(reverse("referral_unit"), {"list": "running"})) == ["Kesken"]


def test_the_unit_hears_what_came_of_it_within_the_clients_consent(as_, made):
    told, untold = (
        referral(made, "completed", name="Kerrottu"),
        referral(made, "completed", name="Kertomatta"),
    )
    Outcome.objects.create(assignment=told, code="started", goal_met="yes", fed_back=True)
    Outcome.objects.create(assignment=untold, code="started", goal_met="yes", fed_back=False)
    Assignment.objects.filter(pk=referral(made, "declined", name="Palasi").pk).update(reason="full")
    page = pages.soup(as_("nurse").get(reverse("referral_unit"), {"list": "ended"}).content)
    rows = {row.th.a.get_text(): row.get_text(" ") for row in page.select("tbody tr")}
    assert "Tavoite toteutui: kyllä" in rows["Kerrottu"]
    assert "Tavoite" not in rows["Kertomatta"]
    assert "Palasi" in rows


def test_a_referral_that_was_passed_on_stands_once_in_the_units_list(as_, made):
    old = referral(made, "declined")
    new = Assignment.objects.create(
        referral=old.referral, team=made.team, sender=made.station, receiver=made.advice, state="sent",
        created_at=timezone.now() + timedelta(minutes=1), due_on=timezone.localdate(),
    )  # fmt: skip
    assert names(as_("nurse").get(reverse("referral_unit"), {"list": "ended"})) == []
    assert len(names(as_("nurse").get(reverse("referral_unit"), {"list": "running"}))) == 1
    assert as_("nurse").get(case_of(old)).context["shown"].assignment == new


def test_drafts_of_colleagues_and_what_was_entered_in_error_are_not_in_the_list(as_, made):
    for state in State.values:
        referral(made, state)
    made.colleague = factories.user("professional", made.station)
    response = as_("colleague").get(reverse("referral_unit"), {"list": "drafts"})
    assert names(response) == []
    assert len(names(as_("nurse").get(reverse("referral_unit"), {"list": "drafts"}))) == 1
    ended = as_("nurse").get(reverse("referral_unit"), {"list": "ended"})
    assert len(names(ended)) == 6  # of eight: neither redirected nor in error
    assert names(as_("nurse").get(reverse("referral_unit"), {"list": "ended", "whose": "mine"})) == names(
        ended
    )


# ------------------------------------------------------------ the referral coordinator
def test_the_coordinator_sees_what_is_late_or_returned_and_nothing_personal(as_, made):
    shown = [late(referral(made, "sent")), referral(made, "declined"), referral(made, "lapsed")]
    hidden = [referral(made, "sent"), referral(made, "completed")]
    browser = as_("watcher")
    text = browser.get(reverse("referral_watch")).content.decode()
    for one in shown:
        assert one.referral.number in text
        page = browser.get(reverse("referral_watched", args=[one.pk])).content.decode()
        assert pages.faults_of(page, "fi") == []
        for personal in (one.referral.client.name, "0500000001", "Jaksan kävellä", "example.org"):
            assert personal not in page + text
    for one in hidden:
        assert one.referral.number not in text
        assert browser.get(reverse("referral_watched", args=[one.pk])).status_code == 404
        assert browser.get(case_of(one)).status_code == 403


def test_the_coordinator_moves_what_stands_still(as_, made):
    browser, one, two = as_("watcher"), late(referral(made, "sent")), late(referral(made, "accepted"))
    for it, action, typed in ((one, "lapse", {}), (two, "enter_in_error", {"text": "Kaksi kertaa sama."})):
        address = reverse("referral_watched_move", args=[it.pk, action])
        assert browser.get(address).status_code == 200
        assert browser.post(address, {"version": it.version, **typed}).url == reverse("referral_watch")
    assert {row.state for row in Assignment.objects.all()} == {"lapsed", "error"}
    assert {row.letter for row in Event.objects.all()} == {"K"}
    address = reverse("referral_watched_move", args=[one.pk, "lapse"])
    assert browser.post(address, {"version": 1}).status_code == 403


def test_the_coordinator_who_comes_second_is_told_so(as_, made):
    one = late(referral(made, "sent"))
    Assignment.objects.filter(pk=one.pk).update(version=7)
    address = reverse("referral_watched_move", args=[one.pk, "enter_in_error"])
    response = as_("watcher").post(address, {"version": 1, "text": "Väärä."})
    assert response.status_code == 409
    assert "Väärä." in response.content.decode()


# ------------------------------------------------------------ several into one group
@pytest.fixture
def group(made):
    made.kind.themes.set([theme := factories.theme()])
    service = factories.service(name_fi="Vesijumppa")
    service.themes.add(theme)
    return service


def picked(*rows):
    return [f"{one.pk}:{one.version}" for one in rows]


def test_many_clients_get_the_first_time_of_a_group_at_once(as_, made, group):
    waits = referral(made, "hold")
    Assignment.objects.filter(pk=waits.pk).update(reason="group_start", resumes_to="contacting")
    rows = [referral(made, "accepted"), referral(made, "contacting"), waits]
    left = referral(made, "accepted")
    address = reverse("referral_group")
    assert len(as_("adviser").get(address).context["rows"]) == 4
    typed = {"what": "book", "service": group.pk, "day": day(7), "clock": "10.00", "place": "Uimahalli"}
    response = as_("adviser").post(address, {**typed, "who": picked(*rows)})
    assert response.url == reverse("referral_inbox")
    for one in rows:
        one.refresh_from_db()
        assert (one.state, one.meetings.booked().get().service) == ("booked", group)
    left.refresh_from_db()
    assert left.state == "accepted"
    response = as_("adviser").post(
        address, {"what": "start", "service": group.pk, "next_step": "Maanantaisin", "who": picked(rows[0])}
    )
    rows[0].refresh_from_db()
    assert (rows[0].state, rows[0].plan.service_ids) == ("advising", [group.pk])


def test_one_that_cannot_be_moved_stops_no_other_and_is_named(as_, made, group):
    first, second = referral(made, "accepted", name="Ehti ensin"), referral(made, "accepted")
    Assignment.objects.filter(pk=first.pk).update(version=5)
    typed = {"what": "book", "service": group.pk, "day": day(7), "clock": "10.00", "place": ""}
    response = as_("adviser").post(reverse("referral_group"), {**typed, "who": picked(first, second)})
    second.refresh_from_db()
    assert second.state == "booked"
    alert = pages.soup(response.content).select_one(".err").get_text(" ")
    assert "Ehti ensin" in alert
    assert "1 asiakas jäi pois" in alert


def test_a_group_needs_somebody_a_time_and_only_ones_own_clients(as_, made, group):
    one = referral(made, "accepted")
    typed = {"what": "book", "service": group.pk, "day": "", "clock": "", "place": ""}
    response = as_("adviser").post(reverse("referral_group"), {**typed, "who": ["x", "1:1", ""]})
    assert response.context["form"].errors.keys() == {"day", "__all__"}
    foreign = as_("colleague").post(
        reverse("referral_group"), typed | {"day": day(2), "clock": "9.00", "who": picked(one)}
    )
    assert foreign.context["form"].errors.keys() >= {"__all__"}
    one.refresh_from_db()
    assert one.state == "accepted"


# ------------------------------------------------------------ capacity, front
def test_the_team_tells_how_much_room_there_is(as_, made):
    address = reverse("referral_capacity")
    form = {"team": made.team.pk, "capacity": "queue", "weeks": "6"}
    assert as_("intake").post(address, form).url == address
    made.team.refresh_from_db()
    assert (made.team.capacity, made.team.waiting_weeks, made.team.capacity_on) == (
        "queue",
        6,
        timezone.localdate(),
    )
    page = as_("intake").get(reverse("referral_inbox")).content.decode()
    assert "<b>Jonoa on noin 6 viikkoa.</b>" in page
    as_("intake").post(address, form | {"capacity": "room"})
    made.team.refresh_from_db()
    assert made.team.waiting_weeks is None
    assert Entry.objects.doing("capacity_told").count() == 2


@pytest.mark.parametrize("key", ["", "x", "9" * 30, "²", "0", "foreign"])
@pytest.mark.once
def test_the_capacity_of_no_team_or_of_others_is_not_there(as_, made, key):
    if key == "foreign":
        key = team(unit(factories.organisation(name_fi="Muu"), "Muu neuvonta"), made.kind).pk
    assert (
        as_("intake").post(reverse("referral_capacity"), {"team": key, "capacity": "room"}).status_code == 404
    )


def test_the_front_page_counts_what_waits_for_each_role(as_, made):
    referral(made)
    referral(made, "info")
    late(referral(made, "sent"))
    for who, words in (
        ("adviser", "Kaikki tehtävät 3"),
        ("nurse", "Vastaa 1"),
        ("watcher", "Myöhässä tai palautettu 1"),
    ):
        response = as_(who).get(reverse("referral_front"))
        assert pages.faults_of(response.content.decode(), "fi") == []
        assert words in " ".join(pages.soup(response.content).main.get_text(" ").split())


@pytest.mark.parametrize(
    ("who", "name"),
    [("nurse", "referral_unit"), ("watcher", "referral_watch"), ("adviser", "referral_group")],
)
def test_lists_ask_the_database_as_often_for_twenty_rows_as_for_one(as_, made, who, name):
    browser = as_(who)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(reverse(name)).status_code == 200
        return len(captured)

    late(referral(made, "accepted"))
    asked()
    few = asked()
    for _ in range(20):
        late(referral(made, "accepted"))
    assert asked() == few
