"""The list of corrections that the registers' owners are sent."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Contact, OpeningHours, TargetGroup
from organisations.models import Role
from tests import factories
from tests.admin.import_pages import CORRECTIONS, HOSTILE, counted, soup, text

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # lists and words: one database is enough

CSV = f"{CORRECTIONS}csv/"


def records(client, query=""):
    """``{organisation: [record, …]}`` as the page lists them."""
    page = soup(client.get(f"{CORRECTIONS}?{query}"))
    return {
        text(section.h2): [text(one) for one in section.select(".what strong")]
        for section in page.select(".lines")
    }


def table(client, query=""):
    answer = client.get(f"{CSV}?{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("path", [CORRECTIONS, CSV])
def test_corrections_are_the_coordinators(client, path):
    assert client.get(path).status_code == 302
    client.force_login(factories.user(Role.EDITOR))
    assert client.get(path).status_code == 403
    assert CORRECTIONS not in client.get("/admin/").text
    client.force_login(factories.user(Role.COORDINATOR))
    assert client.get(path).status_code == 200
    assert client.post(path).status_code in (200, 405)


def test_without_corrections_the_page_says_so(lead):
    factories.source(factories.service(), values={"name_fi": "Sama"})
    page = soup(lead.get(CORRECTIONS))
    assert "Korjauksia ei ole." in text(page.main)
    assert page.select_one(f"a[href='{CSV}']") is None
    assert len(table(lead)) == 1


def test_a_correction_tells_the_register_the_portal_and_the_day(lead, language):
    lead.post(reverse("admin:language"), {"language": language})
    group = factories.term(TargetGroup, "KR1", name_fi="Kaikki", name_sv="Alla")
    service = factories.service(summary_sv="Vår mening.", target_groups=[group])
    factories.corrected(service, summary_sv="Registrets mening.", target_groups=[])
    page = soup(lead.get(CORRECTIONS))
    assert page.select_one(".what a")["href"] == reverse("admin:catalogue_service_change", args=[service.pk])
    first, second = page.select(".differences > div")
    assert (text(first.select_one(".old")), text(first.select_one(".new"))) == (
        "Registrets mening.",
        "Vår mening.",
    )
    assert first.select_one(".old")["lang"] == first.select_one(".new")["lang"] == "sv"
    empty, everyone = {"fi": ("tyhjä", "Kaikki (KR1)"), "sv": ("tomt", "Alla (KR1)")}[language]
    assert (text(second.select_one(".old")), text(second.select_one(".new"))) == (empty, everyone)
    assert "3.2.2026" in text(first.dt)
    assert {"fi": "ruotsiksi", "sv": "på svenska"}[language] in text(first.dt)


def test_corrections_stand_under_the_organisation_that_answers_for_them(lead):
    beta, alfa = factories.organisation(name_fi="Beta"), factories.organisation(name_fi="Alfa")
    factories.corrected(factories.service(provider=beta, name_fi="Jumppa"), name_fi="Voimistelu")
    factories.corrected(factories.place(organisation=alfa, name_fi="Talo"), name_fi="Rakennus")
    factories.corrected(factories.place(name_fi="Ranta"), name_fi="Uimaranta")
    factories.corrected(beta, name_fi="Beeta")
    assert records(lead) == {"Alfa": ["Talo"], "Beta": ["Beta", "Jumppa"], "Ei organisaatiota": ["Ranta"]}
    assert records(lead, f"organisation={beta.pk}") == {"Beta": ["Beta", "Jumppa"]}
    assert [row[3] for row in table(lead, f"organisation={beta.pk}")[1:]] == ["Beta", "Jumppa"]


def test_each_register_gets_its_own_list(lead):
    factories.corrected(factories.service(name_fi="Jumppa"), name_fi="Voimistelu")
    place = factories.place(name_fi="Ranta")
    factories.source(
        place, system="lipas", values={"name_fi": "Uimaranta"}, corrections={"name_fi": "2026-02-03"}
    )
    assert list(records(lead, "system=lipas").values()) == [["Ranta"]]
    assert [row[3] for row in table(lead, "system=lipas")[1:]] == ["Ranta"]
    link = soup(lead.get(f"{CORRECTIONS}?system=lipas")).select_one(f"a[href^='{CSV}']")
    assert len(lead.get(link["href"]).content.splitlines()) == 2


@pytest.mark.parametrize(
    "query", ["organisation=abc", "organisation=999", f"organisation={'9' * 30}", "system=<b>", "page=abc"]
)
def test_a_filter_that_is_none_narrows_nothing(lead, query):
    factories.corrected(factories.service(name_fi="Jumppa"), name_fi="Voimistelu")
    assert list(records(lead, query).values()) == [["Jumppa"]]
    assert len(table(lead, query)) == 2


def test_what_says_the_same_again_or_is_deleted_is_not_listed(lead):
    factories.corrected(factories.service(name_fi="Sama"), name_fi="Sama")
    gone = factories.service()
    factories.corrected(gone, name_fi="Toinen")
    gone.delete()
    odd = {"no_such_field": "x", "name_fi": "Toinen"}
    factories.source(
        factories.service(name_fi="Outo"), values=odd, corrections=dict.fromkeys([*odd, "name_sv"], "x")
    )
    assert list(records(lead).values()) == [["Outo"]]
    assert [row[5] for row in table(lead)[1:]] == ["Nimi, suomeksi"]


def test_hostile_texts_stay_text(lead):
    service = factories.service(name_fi=HOSTILE, provider=factories.organisation(name_fi=HOSTILE))
    factories.corrected(service, name_fi=HOSTILE + "!", summary_fi=HOSTILE * 20)
    answer = lead.get(CORRECTIONS)
    assert HOSTILE not in answer.text
    assert HOSTILE in text(soup(answer).main)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "  =", "\u00a0@"])
def test_no_cell_of_the_table_is_a_formula(lead, start):
    formula = f'{start}HYPERLINK("http://example.org";"x")'
    service = factories.service(name_fi=formula, provider=factories.organisation(name_fi=formula))
    factories.corrected(service, name_fi="-1", summary_fi=formula)
    rows = table(lead)
    assert len(rows) == 3
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert f"'{formula}" in rows[1]


def test_the_table_has_a_row_for_each_field_and_a_name_with_the_day(lead):
    factories.corrected(factories.service(name_fi="Jumppa"), name_fi='Voimistelu; "iso"', summary_fi="a\nb")
    answer = lead.get(CSV)
    assert f"korjaukset-{timezone.localdate().isoformat()}.csv" in answer["Content-Disposition"]
    rows = table(lead)
    assert rows[0][5:8] == ["Kenttä", "Rekisterissä", "Portaalissa"]
    assert [row[6] for row in rows[1:]] == ['Voimistelu; "iso"', "a\nb"]


def test_fifty_records_are_on_a_page_and_the_table_has_all(lead):
    provider = factories.organisation()
    for number in range(51):
        factories.corrected(factories.service(provider=provider, name_fi=f"Jumppa {number}"), name_fi="Muu")
    first = soup(lead.get(CORRECTIONS))
    assert len(first.select(".what")) == 50
    assert len(soup(lead.get(CORRECTIONS + first.select_one(".paginator a")["href"])).select(".what")) == 1
    assert len(table(lead)) == 52


def everything_corrected():
    """A service, a place and an organisation with every kind of value corrected."""
    service = factories.full_service()
    Contact.objects.create(service=service, kind="phone", value="05 220 6000")
    other = factories.organisation()
    values = {"provider": other.pk, "producers": [other.pk], "classes": [factories.service_class("Q1").pk]}
    values |= {
        "area": ["county", "075"],
        "keywords": ["http://example.org/x"],
        "contacts": [],
        "delivery": [],
    }
    factories.corrected(service, **values, places=[service.places.first().pk, 999], name_fi="Muu")
    place = factories.place(organisation=factories.organisation())
    OpeningHours.objects.create(place=place, weekday=1, opens_at="09:00", closes_at="15:00")
    point = [60.5, 27.2, "exact", "x"]
    factories.corrected(place, municipality="285", hours=[], organisation=other.pk, point=point)
    factories.corrected(factories.organisation(), standing=["unit", other.pk], municipality="285")


def test_as_many_questions_are_asked_for_one_record_as_for_many(lead):
    everything_corrected()
    one = [counted(lead, path) for path in (CORRECTIONS, CSV)]
    for _ in range(12):
        everything_corrected()
    assert [counted(lead, path) for path in (CORRECTIONS, CSV)] == one
    assert len(soup(lead.get(CORRECTIONS)).select(".what")) == 39
