"""Work that is promised and done by the worker: once, whole or not at all."""

import pytest
from django.db import IntegrityError

from outbox import tasks
from outbox.models import Message, PracticeMessage
from outbox.models.message import MOST
from outbox.worker import Worker
from tests.outbox.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def job(monkeypatch):
    """``job(work)`` registers it under the name ``test`` for this test."""
    monkeypatch.setattr(tasks, "_registered", dict(tasks._registered))

    def register(work):
        tasks._registered.pop("test", None)
        tasks.register("test", work)

    return register


def promised(**words):
    return tasks.put("test", key="test:1", words=words, due_at=NOW)


def test_a_task_is_done_with_its_words_and_leaves_nothing_behind(job):
    done = []
    job(lambda words, now: done.append(words))
    promised(what="x")
    assert Worker().drain() == 1
    row = Message.objects.get()
    assert (done, row.state, row.words) == ([{"what": "x"}], "sent", "{}")
    assert not PracticeMessage.objects.exists()


def test_what_a_task_wrote_is_gone_when_it_fails_and_it_is_tried_again(job, clock):
    tries = []

    def work(words, now):
        tries.append(now)
        Message.objects.create(key="half", kind="note", language="fi", address="")
        if len(tries) == 1:
            raise ValueError

    job(work)
    promised()
    Worker().drain()
    row = Message.objects.get()
    assert (row.state, row.problem, row.attempts) == ("waiting", "ValueError", 1)
    clock.turn(minutes=2)
    Worker().step()
    assert len(tries) == 2 and Message.objects.get(key="test:1").state == "sent"


def test_a_fault_of_the_rows_is_the_tasks_own_and_does_not_stop_the_worker(job):
    def work(words, now):
        raise IntegrityError

    job(work)
    promised()
    assert Worker().step()
    assert Message.objects.get().problem == "IntegrityError"


def test_a_task_whose_lease_has_passed_to_another_is_undone(job):
    def work(words, now):
        Message.objects.filter(key="test:1").update(attempts=2)  # another worker took it meanwhile
        Message.objects.create(key="half", kind="note", language="fi", address="")

    job(work)
    promised()
    Worker().step()
    assert Message.objects.get().attempts == 1


def test_an_unknown_task_cannot_be_promised_and_one_that_is_no_more_dies(job):
    with pytest.raises(KeyError):
        tasks.put("nothing", key="x", words={})
    job(lambda words, now: None)
    promised()
    tasks._registered.pop("test")
    Message.objects.update(attempts=MOST - 1)
    Worker().step()
    assert Message.objects.get().problem == "KeyError"


def test_one_name_is_one_task(job):
    job(lambda words, now: None)
    with pytest.raises(ValueError, match="test"):
        tasks.register("test", lambda words, now: 1)
