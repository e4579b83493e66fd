"""The usage log: the auditor's alone, after saying again who one is, and itself in the log."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from audit import trail
from audit.models import Entry
from organisations.models import Membership, Role
from tests import factories, pages
from tests.signing import enter

from .conftest import asks_again

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def auditor(own):
    return factories.user(Role.AUDITOR, own, name="Tiina Tarkastaja")


@pytest.fixture
def person(coordinator, foreign):
    """Somebody whose role was ended by the coordinator."""
    person = factories.user(Role.EDITOR, foreign, name="Eeva Esimerkki")
    actor = trail.Actor(coordinator.pk, coordinator.name, "coordinator", foreign.pk, "Vieras")
    with trail.request(actor):
        person.memberships.get().end(by=coordinator, version=1)
        trail.write("read", subject=("person", 0), denied=True)
    return person


def shown(response):
    return [
        " ".join(node.get_text(" ", strip=True).split())
        for node in pages.soup(response.content).select(".log li > div")
    ]


def test_it_tells_who_did_what_to_whom_in_words(at, auditor, person, language):
    with override(language):
        answer = at(auditor).get(reverse("usage_log"))
    assert pages.faults_of(answer.content.decode(), language) == []
    _denied, ended = shown(answer)
    assert "Kaisa Koordinaattori" in ended
    assert "Eeva Esimerkki" in ended
    assert "role: editor" not in ended
    assert "editor" not in ended


def test_reading_it_is_itself_a_line_with_what_was_shown_and_asked(at, auditor, person):
    at(auditor).get(reverse("usage_log"), {"refused": "on", "person": ""})
    line = Entry.objects.doing("log_read").get()
    assert (line.actor_id, line.role, line.fields) == (auditor.pk, "auditor", ["refused: True"])
    assert len(line.shown) == 1


def test_what_was_asked_and_refused_is_said_in_words(at, auditor, person):
    """No code of ours reaches the reader: neither a filter's name nor a page's, nor who tried without signing in."""
    actor = trail.Actor(person.pk, person.name)
    trail.write("opened", actor=actor, subject=("page", "people"), denied=True)
    trail.write("sign_in_failed", denied=True)
    with override("fi"):
        at(auditor).get(reverse("usage_log"), {"refused": "on", "action": "opened"})
        asked, unknown, opened = shown(at(auditor).get(reverse("usage_log")))[:3]
    assert "Vain estetyt" in asked
    assert "refused" not in asked and "opened" not in asked
    assert "Kirjautumaton henkilö" in unknown
    assert "Henkilöt ja roolit" in opened and "people" not in opened


def test_it_asks_again_who_is_there_and_keeps_the_question(client, auditor):
    enter(client, auditor)
    answer = client.get(reverse("usage_log"), {"refused": "on"})
    assert asks_again(answer)
    assert "refused%3Don" in answer.url
    assert asks_again(client.get(reverse("usage_log_report")))
    answer = client.post(reverse("usage_log_report"), {"person": auditor.pk, "reason": "pyyntö"})
    assert (answer.status_code, answer.context["found"]) == (403, None)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
def test_it_is_nobody_elses(at, own, role):
    person = factories.user(role, own)
    for name in ("usage_log", "usage_log_report"):
        assert at(person).get(reverse(name)).status_code == 403
    assert Entry.objects.refused().count() == 2


def test_it_is_narrowed_by_person_deed_day_and_refusal(at, auditor, coordinator, person):
    client, path = at(auditor), reverse("usage_log")
    assert len(shown(client.get(path, {"person": coordinator.pk}))) == 2
    assert len(shown(client.get(path, {"person": auditor.pk}))) == 1  # the reading before
    assert len(shown(client.get(path, {"action": "role_ended"}))) == 1
    assert len(shown(client.get(path, {"refused": "on"}))) == 1
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert shown(client.get(path, {"since": f"{tomorrow:%d.%m.%Y}"})) == []


@pytest.mark.parametrize(
    "query",
    [{"since": "eilen"}, {"person": "x"}, {"person": "9" * 40}, {"action": "x"}, {"page": "x"},
     {"since": "2.1.2026", "until": "1.1.2026"}],
)  # fmt: skip
def test_a_question_that_cannot_be_read_shows_nothing_and_breaks_nothing(at, auditor, person, query):
    answer = at(auditor).get(reverse("usage_log"), query)
    assert answer.status_code == 200
    assert (shown(answer) == []) is ("page" not in query)


def test_the_report_tells_who_saw_one_persons_data_and_is_a_line_of_that_data(at, auditor, person, language):
    with override(language):
        answer = at(auditor).post(
            reverse("usage_log_report"), {"person": person.pk, "reason": "Henkilön pyyntö"}
        )
    assert pages.faults_of(answer.content.decode(), language) == []
    said = shown(answer)
    assert any("Kaisa Koordinaattori" in one for one in said)
    line = Entry.objects.doing("log_reported").get()
    assert (line.subject_id, line.purpose) == (str(person.pk), "Henkilön pyyntö")


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"reason": "x"}, "person"),
        ({"person": "1", "referral": "6a1f6a0e-0000-4000-8000-000000000000", "reason": "x"}, "person"),
        ({"referral": "123", "reason": "x"}, "referral"),
        ({"referral": "6a1f6a0e-0000-4000-8000-000000000000"}, "reason"),
    ],
)
def test_a_report_needs_one_person_and_a_reason(at, auditor, answers, field):
    if "person" in answers:
        answers = answers | {"person": auditor.pk}
    answer = at(auditor).post(reverse("usage_log_report"), answers)
    assert field in answer.context["form"].errors
    assert answer.context["found"] is None
    assert not Entry.objects.exists()


def test_a_client_is_asked_for_by_the_number_of_the_referral_alone(at, auditor):
    number = "6a1f6a0e-0000-4000-8000-000000000000"
    trail.write("read", subject=("referral", number), actor=trail.Actor(label="Nelli Neuvoja"))
    answer = at(auditor).post(reverse("usage_log_report"), {"referral": number.upper(), "reason": "pyyntö"})
    assert "Nelli Neuvoja" in shown(answer)[0]


def test_an_auditor_who_leaves_reads_no_more(at, auditor, administrator):
    client = at(auditor)
    assert client.get(reverse("usage_log")).status_code == 200
    Membership.objects.of(auditor).get().end(by=administrator, version=1)
    assert client.get(reverse("usage_log")).status_code == 403
