"""Scheduled jobs: each at its time, once, and seen when it does not."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import OperationalError

from counters.models import Count
from hyteportal.jobs import DIGESTS_KEPT
from outbox import jobs, locking
from outbox.models import JobRun
from outbox.models.run import KEPT
from tests.outbox.conftest import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def job(monkeypatch):
    """``job(work, hour=9)`` is the only job there is; without ``work`` it counts its runs in ``job.runs``."""
    monkeypatch.setattr(jobs, "_registered", {})

    def made(work=None, name="test", **when):
        def counted(now):
            made.runs.append(now)
            return {"runs": len(made.runs)}

        jobs.register(name, "A test", work or counted, **when or {"hour": 9})
        return jobs.named(name)

    made.runs = []
    return made


def failing(now):
    raise ValueError("a text that nobody keeps")


# ------------------------------------------------------------ when (NOW is 8.30 in Helsinki)
def test_a_daily_job_runs_once_a_day_after_its_hour(job):
    one = job(hour=9)
    assert jobs.run(one, NOW).ok  # never before: at once
    assert jobs.due(NOW + HOUR / 4) == []
    assert jobs.due(NOW + HOUR / 2) == [one]
    assert jobs.run(one, NOW + 2 * HOUR).counts == {"runs": 2}
    assert jobs.due(NOW + 24 * HOUR) == []
    assert jobs.due(NOW + 24.5 * HOUR) == [one]


def test_a_daily_job_missed_for_days_runs_once(job):
    one = job(hour=9)
    jobs.run(one, NOW)
    assert jobs.run(one, NOW + timedelta(days=9))
    assert jobs.run(one, NOW + timedelta(days=9)) is None


def test_a_frequent_job_runs_at_its_interval(job):
    one = job(every=HOUR)
    jobs.run(one, NOW)
    assert jobs.due(NOW + 0.9 * HOUR) == []
    assert jobs.due(NOW + HOUR) == [one]


def test_a_job_that_failed_is_tried_again_after_a_while_and_keeps_no_other(job, clock):
    bad, good = job(failing, name="bad"), job(name="good")
    line = jobs.run(bad, NOW)
    assert (line.ok, line.problem) == (False, "ValueError")
    assert jobs.due(NOW) == [good]
    assert jobs.due(NOW + jobs.AGAIN) == [bad, good]


def test_a_run_in_hand_is_nobody_elses(job):
    one = job()
    with locking.held("job test") as ours:
        assert ours
        assert jobs.run(one, NOW) is None
    assert jobs.run(one, NOW)


def test_two_locks_are_two(job):
    with locking.held("one") as first, locking.held("two") as second, locking.held("one") as again:
        assert first and second and not again


def test_who_comes_too_late_does_not_run_it_again(job):
    one = job()
    jobs.run(one, NOW)
    assert jobs.run(one, NOW) is None
    assert jobs.run(one, NOW, again=True).ok
    assert len(job.runs) == 2


def test_a_run_that_was_killed_is_said_to_be_and_done_again(job):
    one = job()
    killed = JobRun.objects.begin("test", NOW - HOUR)
    assert jobs.run(one, NOW).ok
    killed.refresh_from_db()
    assert (killed.ok, killed.problem, killed.ended_at) == (False, "Interrupted", NOW)
    assert not killed.end(NOW, counts={"late": 1})


def test_a_database_that_goes_away_during_a_job_leaves_the_loop_alive(job, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("away")

    one = job()
    monkeypatch.setattr(JobRun, "end", gone)
    assert jobs.run(one, NOW).ok is None


def test_a_job_is_late_after_26_hours_or_when_it_never_went_well(job):
    one = job(hour=9)
    assert jobs.late(NOW) == [one]
    jobs.run(one, NOW)
    assert jobs.late(NOW + 26 * HOUR) == []
    assert jobs.late(NOW + 26 * HOUR + timedelta(seconds=1)) == [one]
    JobRun.objects.begin("test", NOW + 26 * HOUR).end(NOW + 26 * HOUR, problem="ValueError")
    assert jobs.late(NOW + 27 * HOUR) == [one]


def test_old_runs_are_forgotten_but_the_newest_good_one_is_not():
    good = JobRun.objects.begin("a", NOW - 3 * KEPT)
    good.end(NOW - 3 * KEPT)
    JobRun.objects.begin("a", NOW - 2 * KEPT).end(NOW - 2 * KEPT, problem="ValueError")
    newest = JobRun.objects.begin("a", NOW)
    assert JobRun.objects.forget(NOW) == 1
    assert set(JobRun.objects.all()) == {good, newest}


def test_a_name_is_one_job(job):
    job()
    with pytest.raises(ValueError, match="already"):
        jobs.register("test", "Another", failing, hour=1)
    with pytest.raises(ValueError, match="either"):
        jobs.register("other", "Another", failing)


# ------------------------------------------------------------ the command
def test_the_command_says_what_is_due_and_runs_it_only_when_told(job, clock, capsys):
    job()
    call_command("run_jobs")
    assert capsys.readouterr().out == "Would run: test. Add --commit.\n" and not job.runs
    call_command("run_jobs", "--commit")
    assert capsys.readouterr().out == "test: runs: 1\n"
    call_command("run_jobs", "--commit")
    assert capsys.readouterr().out == "" and len(job.runs) == 1
    call_command("run_jobs", "test", "--commit")
    assert len(job.runs) == 2


def test_the_command_ends_with_a_fault_when_a_job_does(job):
    job(failing)
    with pytest.raises(CommandError, match="Failed: test"):
        call_command("run_jobs", "--commit")
    with pytest.raises(CommandError, match="no job"):
        call_command("run_jobs", "other")
    with pytest.raises(CommandError, match="--commit"):
        call_command("run_jobs", "--stay")


# ------------------------------------------------------------ the jobs there are
def test_every_job_of_the_portal_runs_twice_without_harm(clock):
    log = "verify_log"  # asks of the log what tests that are rolled back take away; held in tests/audit
    for _ in range(2):
        for job in jobs.every():
            assert job.name == log or jobs.run(job, NOW, again=True).ok, job.name
    assert [job.name for job in jobs.late(NOW)] == [log]


def test_ended_sessions_go(clock):
    Session.objects.create(session_key="old", session_data="x", expire_date=NOW - HOUR * 99999)
    jobs.run(jobs.named("clear_sessions"), NOW, again=True)
    assert not Session.objects.exists()


def test_digests_of_search_words_are_forgotten_after_a_season_and_the_count_stays():
    old, young = (NOW - DIGESTS_KEPT).date() - timedelta(days=1), NOW.date()
    for day in (old, young):
        for text in ("#" + "a" * 32, "#" + "b" * 32, "uni", "#hashtag"):
            Count.objects.add(_key(day, text), 2)
    Count.objects.add(_key(old, ""), 5)
    assert jobs.run(jobs.named("forget_searches"), NOW, again=True).counts == {"deleted": 2}
    kept = dict(Count.objects.on(old).values_list("text", "number"))
    assert kept == {"": 9, "uni": 2, "#hashtag": 2}
    assert Count.objects.on(young).count() == 4


def _key(day, text):
    return {"day": day, "event": "search", "language": "fi", "municipality": "", "theme": "", "text": text}
