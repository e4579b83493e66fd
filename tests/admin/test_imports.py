"""Imports in the admin: who reaches them, asking for a dry run, the history of runs."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from catalogue.imports import running
from catalogue.models import ImportRun
from organisations.models import Municipality, Role
from tests import factories
from tests.admin.import_pages import ASK, CORRECTIONS, GUID, LIST, counted, page_of, soup, text
from tests.admin_forms import faults, send, told

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # forms and words: one database is enough


def asked(client, **answers):
    return send(client, ASK, **answers)


# ------------------------------------------------------------ who
@pytest.mark.parametrize("path", ["", "ask/", "1/change/", "1/approve/", "1/again/"])
def test_editors_do_not_see_imports(client, started, path):
    run = factories.run(pk=1)
    client.force_login(factories.user(Role.EDITOR))
    assert client.get(LIST + path).status_code == 403
    assert client.post(LIST + path).status_code == 403
    assert "importrun" not in client.get("/admin/").text
    run.refresh_from_db()
    assert not hasattr(run, "approved_by")
    assert started == []


@pytest.mark.parametrize("path", ["", "ask/", "1/change/", "1/approve/", "1/again/"])
def test_nobody_reaches_imports_without_signing_in(client, started, path):
    factories.run(pk=1)
    assert client.get(LIST + path).status_code == client.post(LIST + path).status_code == 302
    assert started == []


@pytest.mark.parametrize("path", ["ask/", "1/approve/", "1/again/"])
def test_a_post_from_elsewhere_is_refused(started, path):
    factories.run(pk=1)
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user(Role.COORDINATOR))
    assert client.post(LIST + path).status_code == 403
    assert started == []


@pytest.mark.parametrize("path", ["1/approve/", "1/again/"])
def test_looking_starts_nothing(lead, started, path):
    factories.run(pk=1)
    assert lead.get(LIST + path).status_code == 405
    assert started == []


def test_a_run_is_not_written_by_hand(lead):
    run = factories.run()
    assert lead.post(page_of(run), {"state": "done", "commit": "on"}).status_code == 405
    run.refresh_from_db()
    assert (run.state, run.commit) == ("ready", False)


# ------------------------------------------------------------ asking
@pytest.mark.parametrize(
    ("answers", "sources"),
    [
        ({"what": "county"}, ["county:10"]),
        ({"what": "municipality", "municipality": "286"}, ["municipality:286"]),
        ({"what": "organisation", "organisation_id": GUID.upper()}, [f"organisation:{GUID}"]),
        ({"what": "services", "services": f"{GUID}\n\n {GUID.upper()} \n{UUID(int=1)}"}, [GUID, str(UUID(int=1))]),
        ({"what": "file", "file": "vienti.json"}, ["file:vienti.json"]),
    ],
)  # fmt: skip
def test_what_was_chosen_is_asked_for_as_a_dry_run_and_started(
    lead, started, settings, tmp_path, answers, sources
):
    settings.HYTE_IMPORT_FOLDER = tmp_path
    (tmp_path / "vienti.json").touch()
    answer = asked(lead, **answers)
    run = ImportRun.objects.get()
    assert answer.url == page_of(run)
    assert started == [run.pk]
    assert (run.system, run.sources, run.commit, run.by.name) == (
        "ptv",
        sources,
        False,
        "Kaisa Koordinaattori",
    )
    assert run.options == {"since": "", "nationwide": False}


def test_an_organisation_of_the_portal_is_chosen_by_its_name(lead):
    known = factories.organisation(name_fi="Kouvolan kaupunki", ptv_id=UUID(GUID))
    factories.organisation(name_fi="Tunnukseton")
    options = [text(node) for node in soup(lead.get(ASK)).select("[name=organisation] option")]
    assert options[1:] == ["Kouvolan kaupunki"]
    asked(lead, what="organisation", organisation=known.pk)
    assert ImportRun.objects.get().sources == [f"organisation:{GUID}"]


def test_only_what_was_chosen_is_looked_at(lead):
    junk = {
        "municipality": "999",
        "services": "x",
        "organisation_id": "\0",
        "organisation": "abc",
        "file": "../",
    }
    assert faults(asked(lead, what="county", **junk)) == []
    assert ImportRun.objects.get().sources == ["county:10"]


def test_a_dry_run_may_be_narrowed_by_day_and_widened_to_the_country(lead):
    asked(lead, what="county", since="2026-01-31", nationwide="on", system="lipas")
    run = ImportRun.objects.get()
    assert (run.system, run.options) == ("lipas", {"since": "2026-01-31", "nationwide": True})


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"what": "municipality", "municipality": ""}, "municipality"),
        ({"what": "municipality", "municipality": "999"}, "municipality"),
        ({"what": "municipality", "municipality": "091"}, "municipality"),  # of another county
        ({"what": "municipality", "municipality": "\0"}, "municipality"),
        ({"what": "organisation"}, "organisation"),
        ({"what": "organisation", "organisation": "9" * 23}, "organisation"),
        ({"what": "organisation", "organisation_id": "' OR 1=1 --"}, "organisation_id"),
        ({"what": "organisation", "organisation_id": "\0"}, "organisation_id"),
        ({"what": "services", "services": " \n "}, "services"),
        ({"what": "services", "services": f"{GUID}\n../../etc/passwd"}, "services"),
        ({"what": "services", "services": "\n".join(str(UUID(int=n)) for n in range(101))}, "services"),
        ({"what": "services", "services": "x" * 30_000}, "services"),
        ({"what": "services", "services": f"{GUID}\0"}, "services"),
        ({"what": "file", "file": "../settings.py"}, "file"),
        ({"what": "file", "file": ""}, "file"),
        ({"what": "county", "since": "31.2."}, "since"),
        ({"what": "county", "since": "9999-01-01"}, "since"),
        ({"what": "everything"}, "what"),
        ({"what": None}, "what"),
        ({"what": "county", "system": "csv"}, "system"),
    ],
)
def test_what_cannot_be_read_is_a_fault_of_its_field_and_the_answers_stay(
    lead, started, settings, tmp_path, answers, field
):
    settings.HYTE_IMPORT_FOLDER = tmp_path
    (tmp_path / "vienti.json").touch()
    foreign = {"code": "091", "languages": "fi", "name_fi": "Helsinki", "name_sv": "Helsingfors"}
    Municipality.objects.create(county=factories.county("07"), **foreign)
    answer = asked(lead, **answers)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert len(faults(answer)) == 1
    assert not ImportRun.objects.exists()
    assert started == []
    page = soup(answer)
    if answers.get("what") in {"municipality", "organisation", "services", "file", "county"}:
        assert page.select_one("[name=what][checked]")["value"] == answers["what"]
    if answers.get("since"):
        assert page.select_one("[name=since]")["value"] == answers["since"]


def test_what_the_importer_does_not_understand_is_told_in_its_words(lead, monkeypatch):
    def refuse(**_):
        raise ValueError("Tätä ei ole.")

    monkeypatch.setattr(running, "ask", refuse)
    assert faults(asked(lead, what="county")) == ["Tätä ei ole."]


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_the_same_form_twice_leads_to_the_one_run(lead, started, state):
    asked(lead, what="county")
    ImportRun.objects.update(state=state, beat_at=timezone.now(), started_at=timezone.now())
    answer = lead.post(ASK, {"system": "ptv", "what": "county"}, follow=True)
    run = ImportRun.objects.get()
    assert started == [run.pk]
    assert answer.redirect_chain == [(page_of(run), 302)]
    assert [one.split(".")[0] for one in told(answer)][-1:] == ["Tätä rekisteriä luetaan jo"]


def test_another_register_is_read_meanwhile(lead, started):
    factories.run(system="ptv", state="running")
    asked(lead, what="county", system="lipas")
    assert len(started) == 1


def test_a_dead_run_does_not_stand_in_the_way(lead, started):
    factories.silent_run()
    factories.run(state="waiting", made_at=timezone.now() - timedelta(hours=1))
    asked(lead, what="county")
    assert len(started) == 1


def test_the_page_says_that_a_dry_run_writes_nothing(lead, language):
    with override(language):
        words = gettext("The dry run was started. It writes nothing.")
    lead.post(reverse("admin:language"), {"language": language})
    assert {"fi": "kirjoita mitään", "sv": "skriver inget"}[language] in text(soup(lead.get(ASK)).main)
    assert words in told(lead.post(ASK, {"system": "ptv", "what": "county"}, follow=True))


def test_what_is_too_large_is_refused_unread(lead, started):
    answer = lead.post(ASK, {"system": "ptv", "what": "services", "services": "x" * 1_000_000})
    assert answer.status_code == 413
    assert started == []


# ------------------------------------------------------------ history of runs
def test_the_history_tells_what_was_read_by_whom_and_what_came_of_it(lead, language):
    lead.post(reverse("admin:language"), {"language": language})
    factories.organisation(name_fi="Kotkan kaupunki", name_sv="Kotka stad", ptv_id=UUID(GUID))
    options = {"since": "2026-01-31", "nationwide": True}
    factories.run(sources=["county:10", "municipality:624", f"organisation:{GUID}"], options=options)
    factories.run(
        sources=[GUID, str(UUID(int=1)), "file:vienti.json"],
        counts={"service": {"new": 3}, "place": {"new": 1}},
    )
    factories.silent_run(sources=["municipality:999", "organisation:x"])
    rows = soup(lead.get(LIST)).select("#result_list tbody tr")
    reads = [text(row.select_one(".field-what")) for row in rows]
    states = [text(row.select_one(".tag")) for row in rows]
    if language == "fi":
        assert reads[2] == (
            "Kymenlaakson hyvinvointialue, Pyhtää, Kotkan kaupunki; muuttuneet 31.1.2026 alkaen; "
            "myös valtakunnalliset palvelut"
        )
        assert reads[1] == "tiedosto vienti.json, 2 palvelua tunnuksilla"
        assert states[0].startswith("keskeytynyt")
    else:
        assert reads[2].startswith("Kymmenedalens välfärdsområde, Pyttis, Kotka stad; ändrade sedan")
        assert states[0].startswith("avbruten")
    assert reads[0] == "999, x"
    assert text(rows[1].select_one(".field-counted")).endswith(": 4")


def test_the_history_asks_as_many_questions_for_one_run_as_for_many(lead):
    person = factories.user()
    factories.run(sources=["municipality:286"], by=person)
    one = counted(lead, LIST)
    for number in range(50):
        dry = factories.run(sources=["municipality:285", f"organisation:{UUID(int=number)}"], by=person)
        factories.run(approves=dry, commit=True, by=person)
    assert counted(lead, LIST) in (one, one + 1)  # one more for the names of organisations


def test_the_front_page_of_the_admin_leads_to_imports_and_corrections(lead):
    names = {one["href"]: text(one) for one in soup(lead.get("/admin/")).select("#content th a")}
    assert names[LIST] == "Tuonnit"
    assert names[CORRECTIONS] == "Korjaukset rekisteriin"
    tools = [one["href"] for one in soup(lead.get(LIST)).select(".object-tools a")]
    assert tools == [ASK, CORRECTIONS]
