"""Pages of messages and jobs: who sees them, what they show and never show, what their buttons do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from audit.models import Entry
from organisations import notices, stuck
from organisations.desk import Desk
from organisations.models import Role
from outbox import digests, jobs
from outbox.models import JobRun, Message, PracticeMessage
from outbox.worker import Worker
from tests import factories as make
from tests import pages

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SEEING = {Role.COORDINATOR, Role.ADMINISTRATOR}


def address(name, language="fi"):
    with override(language):
        return reverse(name)


@pytest.fixture
def coordinator(client):
    person = make.user(Role.COORDINATOR)
    client.force_login(person)
    return person


@pytest.fixture
def dead(note):
    """``dead("what", receiver=…)`` is a message that could not be sent."""

    def made(what="it", problem="AddressRefused", **over):
        message = note(what, **over)
        Message.objects.filter(pk=message.pk).claim(timezone.now()).refused(timezone.now(), problem)
        return message

    return made


@pytest.fixture
def ran():
    """Every job went well just now."""
    for job in jobs.every():
        JobRun.objects.begin(job.name, timezone.now()).end(timezone.now())


def shown(client, name, language="fi"):
    response = client.get(address(name, language))
    assert response.status_code == 200
    assert pages.faults_of(response.content.decode(), language) == []
    assert pages.faults_of_headers(response.headers) == []
    assert "no-store" in response["Cache-Control"]
    return pages.soup(response.content)


# ------------------------------------------------------------ who
@pytest.mark.parametrize("name", ["messages_stuck", "job_runs"])
@pytest.mark.parametrize("role", Role)
def test_the_pages_are_for_who_looks_after_the_portal(client, name, role):
    client.force_login(make.user(role))
    assert client.get(address(name)).status_code == (200 if role in SEEING else 403)


@pytest.mark.parametrize("role", set(Role) - SEEING)
def test_others_have_nothing_sent_again(client, dead, role):
    message = dead()
    client.force_login(make.user(role))
    assert client.post(address("messages_stuck"), {"do": "all"}).status_code == 403
    assert Message.objects.dead().get() == message


def test_who_is_not_signed_in_sees_neither(client):
    for name in ("messages_stuck", "job_runs"):
        assert client.get(address(name)).status_code == 302


# ------------------------------------------------------------ what could not be sent
def test_the_list_says_what_is_stuck_and_to_whom_but_no_address_and_no_text(
    client, coordinator, dead, language
):
    dead("kutsu", receiver=(7, "Eeva Esimerkki"))
    dead("muistutus", problem="KeyError")
    page = shown(client, "messages_stuck", language)
    text = page.main.get_text(" ", strip=True)
    assert [one.get_text(strip=True) for one in page.select("li.panel h2")] == [
        "Note: muistutus",
        "Note: kutsu",
    ]
    assert "Eeva Esimerkki" in text and "KeyError" in text
    assert {"fi": "Ei näytetä", "sv": "Visas inte"}[language] in text
    assert "eeva@example.org" not in str(page) and "Hello" not in str(page)


def titles(client):
    return [one.get_text(strip=True) for one in shown(client, "messages_stuck").select("li.panel h2")]


def test_a_message_without_templates_is_listed_by_its_kind(client, coordinator, dead):
    dead()
    Message.objects.update(kind="unknown")
    assert titles(client) == ["unknown"]


def test_a_message_that_no_key_opens_is_listed_and_hides_no_other(client, coordinator, dead):
    dead("whole")
    broken = dead("broken", problem="WrongKey")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_message SET words = 'f1:nonsense' WHERE key = %s", [broken.key])
    assert titles(client) == ["note", "Note: whole"]


def test_the_list_asks_as_often_for_many_messages_as_for_one(client, coordinator, dead):
    dead()
    shown(client, "messages_stuck")  # the session's own first steps
    with CaptureQueriesContext(connection) as few:
        shown(client, "messages_stuck")
    for _ in range(9):
        dead()
    with CaptureQueriesContext(connection) as many:
        shown(client, "messages_stuck")
    assert len(few) == len(many)


@pytest.mark.parametrize(
    "problem", ["AddressRefused", "ContentRefused", "NotOffered", "Interrupted", "TimeoutError"]
)
def test_every_fault_that_is_not_ours_is_said_in_words(problem, language):
    with override(language):
        assert problem not in stuck.sentence(problem)


def test_one_message_is_sent_again_and_the_log_says_who_did_it(client, coordinator, dead):
    message, other = dead(), dead()
    response = client.post(address("messages_stuck"), {"message": message.pk, "do": "again"}, follow=True)
    assert "Lähetystä yritetään uudelleen." in response.content.decode()
    assert Message.objects.dead().get() == other
    line = Entry.objects.get(action="message_tried_again")
    assert (line.actor_id, line.subject_id) == (coordinator.pk, str(message.pk))
    assert Worker().drain() == 1


def test_all_are_sent_again_at_once(client, coordinator, dead):
    both = {str(dead().pk), str(dead().pk)}
    client.post(address("messages_stuck"), {"do": "all"})
    assert not Message.objects.dead().exists()
    assert set(Entry.objects.get(action="message_tried_again").shown) == both


def test_one_message_is_given_up_for_good(client, coordinator, dead):
    message = dead()
    client.post(address("messages_stuck"), {"message": message.pk, "do": "drop"})
    message.refresh_from_db()
    assert (message.state, message.address) == ("stopped", "")
    assert Entry.objects.get(action="message_given_up").subject_id == str(message.pk)


@pytest.mark.parametrize("named", ["", "x", "0" * 40, "8f9a1c0e-0000-4000-8000-000000000000"])
def test_a_message_that_is_no_longer_there_changes_nothing(client, coordinator, dead, named):
    dead()
    response = client.post(address("messages_stuck"), {"message": named, "do": "again"}, follow=True)
    assert "Mitään ei muutettu." in response.content.decode()
    assert Message.objects.dead().count() == 1
    assert not Entry.objects.filter(action__startswith="message").exists()


def test_a_message_that_was_sent_is_not_sent_again_by_its_number(client, coordinator, note):
    message = note()
    Message.objects.claim(timezone.now()).sent(timezone.now())
    client.post(address("messages_stuck"), {"message": message.pk, "do": "again"})
    message.refresh_from_db()
    assert message.state == "sent"


def test_an_empty_list_says_so(client, coordinator, language):
    said = {"fi": "Täällä ei ole mitään", "sv": "Här finns inget"}[language]
    assert said in shown(client, "messages_stuck", language).main.get_text()


# ------------------------------------------------------------ jobs and notices
def test_the_page_of_jobs_puts_late_ones_first(client, coordinator, ran, language):
    late = jobs.every()[-1]
    long_ago = timezone.now() - jobs.LATE - timedelta(minutes=1)
    JobRun.objects.of(late.name).update(started_at=long_ago, ended_at=long_ago)
    page = shown(client, "job_runs", language)
    panels = page.select("li.panel")
    with override(language):
        assert panels[0].h2.get_text(strip=True) == str(late.label)
    word = {"fi": "Myöhässä", "sv": "Försenad"}[language]
    assert [word in panel.get_text() for panel in panels] == [True] + [False] * (len(jobs.every()) - 1)


def test_a_failed_run_shows_its_class_and_what_went_well_before(client, coordinator, ran):
    run = JobRun.objects.begin("digests", timezone.now())
    JobRun.objects.of("digests").good().update(counts={"digests": 3, "gathered": 0})
    run.end(timezone.now(), problem="ValueError")
    text = shown(client, "job_runs").main.get_text(" ", strip=True)
    assert "ValueError" in text and "koosteita: 3" in text and "viestejä niissä" not in text


def said(person):
    return [(one.text, one.address) for one in notices.of(Desk(person))]


def test_staff_are_told_of_late_jobs_stuck_and_waiting_messages(ran, note, dead):
    person = make.user(Role.ADMINISTRATOR)
    assert said(person) == []
    dead()
    note(due_at=timezone.now() - timedelta(hours=2))
    long_ago = timezone.now() - jobs.LATE - timedelta(minutes=1)
    JobRun.objects.of("digests").update(started_at=long_ago)
    assert said(person) == [
        ("1 ajastettu tehtävä ei ole onnistunut yli 26 tuntiin.", "/fi/tyopoyta/ajot/"),
        ("1 viesti on odottanut yli tunnin: viestit eivät lähde portaalista.", "/fi/tyopoyta/viestit/"),
        ("1 viestiä ei saatu lähetettyä.", "/fi/tyopoyta/viestit/"),
    ]
    assert said(make.user(Role.EDITOR)) == []


def test_who_looks_after_the_portal_gets_a_line_in_the_digest_while_something_is_stuck(dead, clock):
    person = make.user(Role.COORDINATOR, language="sv")
    make.user(Role.EDITOR)
    make.user(Role.ADMINISTRATOR, is_active=False)
    assert stuck.tell(clock.now)["told"] == 0
    dead(), dead()
    for _ in range(2):  # run again, the same line
        assert stuck.tell(clock.now) == {"stuck": 2, "told": 1}
    digests.send(clock.now)
    Worker().drain()
    received = PracticeMessage.objects.get()
    assert received.address == person.email
    assert "2 meddelanden kunde inte skickas." in received.text
    assert "/sv/arbetsbord/meddelanden/" in received.text


# ------------------------------------------------------------ practice inbox
@pytest.mark.parametrize("env", ["development", "production"])
def test_the_practice_inbox_is_there_in_a_demonstration_alone(client, settings, env):
    settings.HYTE_ENV = env
    assert client.get(address("practice_inbox")).status_code == 404


def test_the_practice_inbox_shows_letters_as_their_receivers_get_them(client, settings, note, language):
    settings.HYTE_ENV = "demo"
    with override(language):
        assert "0" not in shown(client, "practice_inbox", language).main.get_text()
    note("<script>alert(1)</script> http://localhost:8000/fi/tili/kutsu/x/", language="sv")
    Worker().drain()
    page = shown(client, "practice_inbox", language)
    assert page.select_one("li.panel")["lang"] == "sv"
    assert page.select_one(".letter a")["href"] == "http://localhost:8000/fi/tili/kutsu/x/"
    assert "<script>alert(1)</script>" in page.select_one(".letter").get_text()
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
