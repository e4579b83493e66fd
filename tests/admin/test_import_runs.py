"""The page of one import: how far it is, what stopped it, approving it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.models import ImportRun
from tests import factories
from tests.admin.import_pages import HOSTILE, LIST, page_of, soup, text
from tests.admin_forms import told

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]


def approve(client, run):
    return client.post(f"{LIST}{run.pk}/approve/", follow=True)


# ------------------------------------------------------------ a run's page
def test_a_running_import_says_how_far_it_is(lead):
    page = soup(lead.get(page_of(factories.run(state="running", done=1200, total=4300))))
    bar = page.select_one("progress")
    assert (bar["value"], bar["max"]) == ("1200", "4300")
    assert "1" in text(page.select_one("label[for=run-progress]"))
    assert page.select_one("#run-now")["data-follow"]
    assert text(page.select_one("#run-refresh")) == "Päivitä"
    assert page.select_one("form[action$='/approve/']") is None


def test_a_waiting_import_shows_a_bar_without_a_number(lead):
    page = soup(lead.get(page_of(factories.run(state="waiting"))))
    assert not page.select_one("progress").has_attr("value")
    assert "Odottaa" in text(page.select_one("label[for=run-progress]"))


@pytest.mark.parametrize(
    "make",
    [
        factories.silent_run,
        lambda: factories.run(state="interrupted"),
        lambda: factories.run(state="waiting", made_at=timezone.now() - timedelta(hours=1)),
        lambda: factories.run(state="failed"),
        lambda: factories.run(state="failed", commit=True),
    ],
)
def test_what_stopped_is_run_again_as_a_dry_run_of_the_same(lead, started, make):
    run = make()
    ImportRun.objects.filter(pk=run.pk).update(sources=["municipality:286"], options={"since": "2026-01-31"})
    page = soup(lead.get(page_of(run)))
    assert page.select_one(".errornote")
    assert page.select_one("[data-follow], progress") is None
    assert lead.get(page_of(run)).text.count("/again/") == 1
    lead.post(page.select_one("form[action$='/again/']")["action"])
    again = ImportRun.objects.order_by("pk").last()
    assert (again.sources, again.commit) == (["municipality:286"], False)
    assert again.options["since"] == "2026-01-31"
    assert started == [again.pk]


def test_a_fault_is_told_plainly_and_in_detail(lead):
    run = factories.run(state="failed", fault=f"Unavailable: 503 {HOSTILE}")
    page = soup(lead.get(page_of(run)))
    assert "Mitään ei kirjoitettu" in text(page.select_one(".errornote"))
    assert text(page.select_one("details pre[lang=en]")) == f"Unavailable: 503 {HOSTILE}"
    assert HOSTILE not in lead.get(page_of(run)).text


@pytest.mark.parametrize("pk", ["999", "9" * 23, "abc", "-1"])
def test_a_run_that_is_none_is_not_found(lead, pk):
    assert lead.get(f"{LIST}{pk}/change/").status_code == 404
    for verb in ("approve", "again"):
        assert lead.post(f"{LIST}{pk}/{verb}/", follow=True).status_code == 404


# ------------------------------------------------------------ approving
def test_approving_starts_the_run_that_writes_and_each_leads_to_the_other(lead, started):
    run = factories.run(counts={"service": {"new": 3, "changed": 1, "gone": 2, "kept": 4, "rejected": 5}})
    page = soup(lead.get(page_of(run)))
    numbers = [text(one).split()[0] for one in page.select(".approve li")]
    assert numbers == ["3", "1", "2", "4", "5"]
    answer = approve(lead, run)
    writing = ImportRun.objects.get(commit=True)
    assert (writing.approves, writing.by.name, writing.state) == (run, "Kaisa Koordinaattori", "waiting")
    assert started == [writing.pk]
    assert answer.redirect_chain == [(page_of(writing), 302)]
    assert soup(answer).select_one(f".facts a[href='{page_of(run)}']")
    page = soup(lead.get(page_of(run)))
    assert page.select_one(f".facts a[href='{page_of(writing)}']")
    assert page.select_one("form[action$='/approve/']") is None


def test_approving_twice_is_told_and_writes_once(lead, started):
    run = factories.run()
    approve(lead, run)
    answer = approve(lead, run)
    assert len(started) == ImportRun.objects.filter(commit=True).count() == 1
    assert answer.redirect_chain == [(page_of(run.approved_by), 302)]
    assert told(answer)[-1].startswith("Tämä koeajo on jo hyväksytty.")


def test_the_slower_of_two_approvals_is_told(lead, started, monkeypatch):
    run, whole = factories.run(), ImportRun.approve

    def late(self, *, by, now=None):
        whole(ImportRun.objects.get(pk=self.pk), by=by)
        return whole(self, by=by)

    monkeypatch.setattr(ImportRun, "approve", late)
    answer = approve(lead, run)
    assert answer.status_code == 200
    assert told(answer)[-1].startswith("Tämä koeajo on jo hyväksytty.")
    assert started == []
    assert ImportRun.objects.filter(commit=True).count() == 1


@pytest.mark.parametrize("state", ["waiting", "running", "failed", "interrupted", "done"])
def test_what_is_not_ready_cannot_be_approved(lead, started, state):
    run = factories.run(state=state)
    answer = approve(lead, run)
    assert told(answer) == ["Vain valmiin koeajon voi hyväksyä."]
    assert started == []
    assert ImportRun.objects.count() == 1


def test_approving_waits_for_another_import_of_the_register(lead, started):
    run = factories.run()
    factories.run(state="running")
    assert told(approve(lead, run)) == [
        "Tästä rekisteristä on tuonti käynnissä. Yritä uudelleen, kun se on valmis."
    ]
    assert started == []
    ImportRun.objects.filter(state="running").update(state="failed")
    approve(lead, run)
    assert len(started) == 1


def test_a_report_that_is_older_than_what_was_written_cannot_be_approved(lead, started):
    old, newer = factories.run(), factories.run()
    factories.run(commit=True, state="done", approves=newer)
    page = soup(lead.get(page_of(old)))
    assert page.select_one("form[action$='/approve/']") is None
    assert page.select_one("form[action$='/again/']")
    assert "uudempaa" in told(approve(lead, old))[0]
    assert started == []


def test_an_older_report_that_was_written_does_not_stand_in_the_way(lead, started):
    old, newer = factories.run(), factories.run()
    factories.run(commit=True, state="done", approves=old)
    approve(lead, newer)
    assert len(started) == 1
