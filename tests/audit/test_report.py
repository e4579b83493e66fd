"""What a person is told of who has seen their data, and the words in which the log speaks."""

import ast
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from audit import actions, report, trail
from audit.models import Entry
from audit.trail import Actor
from tests import sources

ME, OTHER = str(uuid.UUID(int=1)), str(uuid.UUID(int=10))
EEVA = Actor(7, "Eeva Esimerkki", "adviser", 12, "Haminan liikuntaneuvonta")
OSKARI = Actor(8, "Oskari Esimerkki", "professional", 13, "Kotkan terveysasema")


@pytest.fixture
def log(db):
    trail.write("created", actor=OSKARI, subject=("referral", ME))
    trail.write("listed", actor=EEVA, subject=("referral", ""), shown=[OTHER, ME])
    trail.write("listed", actor=EEVA, subject=("referral", ""), shown=[OTHER])
    trail.write("read", actor=EEVA, subject=("referral", ME), fields=["phone"], purpose="care")
    trail.write("read", actor=EEVA, subject=("referral", OTHER))
    trail.write("read", actor=EEVA, subject=("person", ME))
    trail.write("read", actor=OSKARI, subject=("referral", ME), denied=True)


def test_a_report_tells_who_saw_the_person_one_by_one_and_in_lists(log):
    told = [(line.who, line.organisation, line.what, line.in_list) for line in report.seen("referral", ME)]
    with override("fi"):
        assert told == [
            ("Oskari Esimerkki", "Kotkan terveysasema", actions.word("created"), False),
            ("Eeva Esimerkki", "Haminan liikuntaneuvonta", actions.word("listed"), True),
            ("Eeva Esimerkki", "Haminan liikuntaneuvonta", actions.word("read"), False),
        ]


def test_a_report_says_what_was_seen_and_why(log, monkeypatch):
    monkeypatch.setattr(actions, "_fields", {"phone": gettext_lazy("phone")})
    last = report.seen("referral", ME)[-1]
    assert (last.role, last.fields, last.purpose) == ("adviser", ("puhelin",), "care")


def test_a_report_sums_up_who_and_how_often(log):
    people = report.readers(report.seen("referral", ME))
    assert [(one.who, one.times) for one in people] == [("Eeva Esimerkki", 2), ("Oskari Esimerkki", 1)]
    assert people[0].first <= people[0].last


def test_a_report_of_one_of_whom_nothing_is_written_is_empty(log):
    assert report.seen("referral", uuid.UUID(int=2)) == []
    assert report.seen("referral", "") != []  # everything of the kind, for nobody in particular


def test_what_is_older_than_two_years_is_told_only_for_a_special_reason(log):
    later = timezone.now() + timedelta(days=2 * 365 + 2)
    assert report.seen("referral", ME, now=later) == []
    assert len(report.seen("referral", ME, now=later, older=True)) == 3


def test_the_log_is_asked_by_person_deed_day_and_refusal(log):
    assert Entry.objects.by(7).count() == 5
    assert Entry.objects.doing("read").count() == 4
    assert Entry.objects.refused().get().actor_id == 8
    today = timezone.localdate()
    assert Entry.objects.between(today, today).count() == 7
    assert Entry.objects.between(None, today - timedelta(days=1)).count() == 0
    assert Entry.objects.between(today + timedelta(days=1), None).count() == 0
    assert [one.pk for one in Entry.objects.newest()] == sorted(Entry.objects.values_list("pk", flat=True))[
        ::-1
    ]


@pytest.mark.django_db
def test_a_day_is_the_portals_own():
    """Half past midnight in Helsinki is still the day before in UTC."""
    trail.write("read")
    early = timezone.make_aware(datetime(2026, 3, 2, 0, 30))  # noqa: DTZ001 (made aware here)
    Entry(action="read", at=early).save()
    assert Entry.objects.between(date(2026, 3, 2), date(2026, 3, 2)).count() == 1
    assert Entry.objects.between(date(2026, 3, 1), date(2026, 3, 1)).count() == 0


# ------------------------------------------------------------ words
def written():
    """``(file, line, code)`` of every literal code in a ``write`` or ``deny`` of the trail."""
    for path in sources.python_files(tests=False):
        for node in ast.walk(sources.tree(path)):
            if (
                isinstance(node, ast.Call)
                and sources.dotted(node.func) in {"trail.write", "trail.deny"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield sources.relative(path), node.lineno, node.args[0].value


def test_every_deed_that_is_written_has_its_words():
    found = list(written())
    assert len(found) > 10
    assert [one for one in found if not actions.known(one[2])] == []


def test_the_words_are_there_in_both_languages(language):
    with override("en"):
        english = dict(actions.choices())
    with override(language):
        own = dict(actions.choices())
    assert own.keys() == english.keys()
    assert [code for code in own if own[code] == english[code]] == []
    assert len(set(own.values())) == len(own)


def test_a_deed_of_an_app_that_is_gone_is_told_by_its_code():
    assert actions.word("no_such_deed") == "no_such_deed"
    assert actions.field("no_such_field") == "no_such_field"
